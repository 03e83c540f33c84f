"""The engineer's console: plain HTML, no scripts, behind the same tokens and the same gate as the API."""
