"""What filters that live in the address of a page have in common: reading what is set, and telling what is not."""

from functools import cached_property

from django import forms
from django.utils.text import Truncator

from reports.queries.filter_choices import TaskGroup

LONGEST_LABEL = 60  # of a choice: longer ones push the other filters off the line


class AddressFilter:
    """A value that is not offered narrows nothing: the page is shown without it, and `notices` tell so. `form` is what
    templates draw; `where` names the place in which the value is not known."""

    form: forms.Form
    where = "ở đây"

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters that are set and can be read, by name."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def notices(self) -> list[str]:
        """What had to be left out, in words."""
        labels = [str(self.form.fields[name].label).lower() for name in self.form.errors]
        if not labels:
            return []
        return [f"Đã bỏ qua điều kiện {', '.join(labels)}: giá trị trong địa chỉ không có {self.where}."]

    @property
    def provisional(self) -> bool:
        """Whether figures with the reports that wait for review are asked for; official ones are otherwise."""
        return self.chosen.get("provisional") == "1"


def group_label(group: TaskGroup) -> str:
    """A group of tasks as a choice, set in by its depth."""
    return "\u2003" * group.depth + Truncator(f"{group.task.code} {group.task.title}").chars(LONGEST_LABEL)
