from django.db import migrations, models

# What createcachetable would make: the cache that all web processes share (settings.CACHES).
CACHE = """
CREATE TABLE kernel_cache (
  cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX kernel_cache_expires ON kernel_cache (expires);
"""
# Failed jobs are few in a large table; /metrics and the doctor count them.
FAILED = "CREATE INDEX kernel_jobs_failed ON procrastinate_jobs (id) WHERE status = 'failed'"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_ledger_guard"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.CreateModel(
            name="Try",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BinaryField()),
                ("window", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=1)),
            ],
            options={"db_table": "kernel_try"},
        ),
        migrations.AddConstraint(
            model_name="try",
            constraint=models.UniqueConstraint(fields=("key", "window"), name="kernel_try_window"),
        ),
        migrations.RunSQL(CACHE, "DROP TABLE kernel_cache"),
        migrations.RunSQL(FAILED, "DROP INDEX kernel_jobs_failed"),
    ]
