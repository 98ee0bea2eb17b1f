import pytest


@pytest.fixture
def government():
    from .writing import place  # here: the rules are tested without Django

    return place("tirtamulya")


@pytest.fixture
def clinic(government):
    from .writing import place

    return place("puskesmas", government)
