"""The adapter keeps the contract; run it with: pip install -e . && pytest"""

from nwd_helpline import Adapter

from adapters.suite import CodecContract

SAMPLE = b"number: 7\nnhs number: 999 123 4500\nfamily: EXAMPLE\ngiven: SAM\nborn: 1990-04-17\nnote: Rang twice\n"


class TestContract(CodecContract):
    adapter = Adapter()
    accepted = (SAMPLE, SAMPLE.replace(b"4500", b"4501"))
    refused = (b"rubbish", SAMPLE.replace(b"1990-04-17", b"17/04/1990"))
