"""What every store must do, whatever database it is on; a subclass gives the store."""

from tests.contracts.store_asking_contract import StoreAskingContract
from tests.contracts.store_crowd_contract import StoreCrowdContract
from tests.contracts.store_delivery_contract import StoreDeliveryContract
from tests.contracts.store_erasing_contract import StoreErasingContract
from tests.contracts.store_intake_contract import StoreIntakeContract
from tests.contracts.store_people_contract import StorePeopleContract
from tests.contracts.store_rebuild_contract import StoreRebuildContract


class StoreContract(
    StoreAskingContract,
    StoreIntakeContract,
    StoreCrowdContract,
    StoreDeliveryContract,
    StorePeopleContract,
    StoreErasingContract,
    StoreRebuildContract,
):
    """The promises of `gateway.store.verbs.store.Store`."""
