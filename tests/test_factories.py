"""Every factory makes an object the database accepts and that passes the model's own checks."""

import inspect

import pytest
from django.template import Context, Origin, Template, engines
from factory.django import DjangoModelFactory

from plans.models import PlanReporter
from reports.enums import SubmissionStatus
from tests import factories
from tests.conftest import REPO

ALL = [value for value in vars(factories).values() if inspect.isclass(value) and issubclass(value, DjangoModelFactory)]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", ALL, ids=lambda factory: factory.__name__)
def test_factory_makes_valid_object(factory: type[DjangoModelFactory]) -> None:
    made = factory()

    made.full_clean()
    assert type(made).objects.get(pk=made.pk) == made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trait", "status"),
    [
        ("draft", SubmissionStatus.DRAFT),
        ("submitted", SubmissionStatus.SUBMITTED),
        ("accepted", SubmissionStatus.ACCEPTED),
        ("returned", SubmissionStatus.RETURNED),
    ],
)
def test_submission_traits(trait: str, status: str) -> None:
    submission = factories.SubmissionFactory(**{trait: True})

    assert submission.status == status
    assert PlanReporter.objects.filter(plan=submission.period.plan, organisation=submission.organisation).exists()


@pytest.mark.django_db
def test_submission_lateness_is_chosen() -> None:
    late, early = factories.SubmissionFactory(accepted=True, days_late=2), factories.SubmissionFactory(submitted=True)

    assert (late.days_late, early.days_late) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_messages_of_the_queue_stay_in_memory(published: list[tuple[str, tuple[object, ...]]]) -> None:
    from config.celery import app

    app.send_task("reports.example", args=[1, "hai"])

    assert published == [("reports.example", (1, "hai"))]
    assert app.connection_for_write().transport_cls == "memory"


@pytest.mark.parametrize("text", ["{{ nothing }}", "{{ nothing|default:'x' }}"])
def test_undefined_variable_fails_in_own_template(text: str) -> None:
    own = Template(text, origin=Origin("templates/x.html"), engine=engines["django"].engine)
    own.origin.name = str(REPO / "templates" / "x.html")

    with pytest.raises(pytest.fail.Exception, match="nothing"):
        own.render(Context({}))
