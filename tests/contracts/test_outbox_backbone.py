"""The embedded backbone keeps the contract."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.backbone.outbox import OutboxBackbone
from gateway.backbone.port import Backbone
from gateway.bell import Bell
from gateway.store.store import SqlStore
from tests.contracts.backbone_contract import BackboneContract
from tests.contracts.test_sqlite_store import opened


class TestOutboxBackbone(BackboneContract):
    """The contract on the outbox table itself."""

    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[SqlStore]:
        store = await opened(tmp_path)
        yield store
        await store.close()

    @pytest.fixture
    async def backbone(self, store: SqlStore) -> Backbone:
        return OutboxBackbone(store, Bell())
