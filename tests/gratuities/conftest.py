"""What the tests of gratuities start from."""

from __future__ import annotations

import pytest

from maklumat.kernel import clock
from tests import world
from tests.world import MONDAY


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build(("ktp-el-hilang-rusak",))
