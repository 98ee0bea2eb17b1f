"""The product's settings with one empty view in place of all pages; BENCH_BARE=1 drops middleware and apps too."""

from maklumat.site.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.empty"
if os.environ.get("BENCH_BARE") == "1":  # noqa: F405
    MIDDLEWARE, INSTALLED_APPS = [], []
