import pytest

SERVICES = ("sktm", "surat-keterangan-domisili", "kia")  # a village's two (or three) and one of Dukcapil


@pytest.fixture
def regency(db):
    """Units and three services, and only the followers of the dashboards."""
    from maklumat.kernel import ledger
    from maklumat.site.demo import seed
    from maklumat.site.flows import FLOWS as SITE
    from tests import copies

    from .writing import FLOWS, NOW

    copies.once("three services", lambda: (seed.seed_units(NOW), seed.seed_standards(NOW, SERVICES)))
    ledger.follow(FLOWS)
    yield
    ledger.follow(SITE)
