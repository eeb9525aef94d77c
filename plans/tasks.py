"""Background tasks: thin, named, take ids, call one service. The schedule stands in config/celery.py.

Services are imported inside, so that a web process that only publishes by name does not load them.
"""

from celery import shared_task


@shared_task(name="plans.read_import", time_limit=120)
def read_import(import_id: int) -> None:
    """Read one document into a proposal."""
    from plans.services import importing

    importing.read_import(import_id=import_id)


@shared_task(name="plans.resume_imports")
def resume_imports() -> None:
    """Queue again the documents whose worker died or whose message was lost."""
    from plans.services import importing

    importing.resume_imports()
