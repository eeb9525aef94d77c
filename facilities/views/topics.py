"""The office's checklist for visits: adding, rewording, ordering, retiring lines."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from facilities.inspection_forms import TopicForm
from facilities.models import InspectionTopic
from facilities.services.topics import move_topic, retire_topic, save_topic
from facilities.views.inspection_access import require_inspector


@require_http_methods(["GET", "HEAD", "POST"])
def topic_list(request: HttpRequest) -> HttpResponse:
    """The checklist in its order; POST adds a line."""
    require_inspector(request.user)
    form = TopicForm(request.POST or None, initial={"levels": "MN TH THCS"})
    if request.method == "POST" and form.is_valid():
        save_topic(topic=form.save(commit=False), by=request.user)
        messages.success(request, "Đã thêm vào danh mục. Các lần kiểm tra đang ghi không đổi.")
        return redirect("topic_list")
    topics = list(InspectionTopic.objects.order_by("position", "pk"))
    context = {"form": form, "topics": topics, "active": sum(topic.is_active for topic in topics)}
    return render(request, "facilities/inspections/topics.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Reword one line, or say when it is asked."""
    require_inspector(request.user)
    topic = get_object_or_404(InspectionTopic, pk=pk)
    form = TopicForm(request.POST or None, instance=topic)
    if request.method == "POST" and form.is_valid():
        save_topic(topic=form.save(commit=False), by=request.user)
        messages.success(request, "Đã sửa. Các lần kiểm tra trước giữ nguyên lời văn của ngày đó.")
        return redirect("topic_list")
    context = {"form": form, "topic": topic}
    return render(request, "facilities/inspections/topic.html", context, status=422 if form.errors else 200)


@require_POST
def topic_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a line up or down, retire it or take it back: `action` says which."""
    require_inspector(request.user)
    topic = get_object_or_404(InspectionTopic, pk=pk)
    action = request.POST.get("action", "")
    if action in ("up", "down"):
        move_topic(topic=topic, up=action == "up", by=request.user)
    elif action in ("retire", "restore"):
        retire_topic(topic=topic, retired=action == "retire", by=request.user)
    return redirect(reverse("topic_list") + f"#topic-{pk}")


topic_urls = [
    path("facilities/inspections/topics/", topic_list, name="topic_list"),
    path("facilities/inspections/topics/<int:pk>/", topic_edit, name="topic_edit"),
    path("facilities/inspections/topics/<int:pk>/change/", topic_change, name="topic_change"),
]
