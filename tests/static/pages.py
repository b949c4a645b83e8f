"""Pages to try the scripts of every page on: a form sent whole, and one sent by htmx."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

FORM = """
{% extends "base.html" %}{% block heading %}Form{% endblock %}
{% block content %}
  <form method="post" data-draft="whole">
    {% csrf_token %}
    {% if wrong %}<p class="error-summary">Wrong</p>{% endif %}
    <label>Name <input name="name" value="{{ name }}"></label>
    <label>Secret <input name="secret" type="password"></label>
    <label><input name="news" type="checkbox" value="yes"> News</label>
    <button>Send</button>
  </form>
  <form data-draft="part" hx-post="/answer/" hx-target="#said">
    <label>Goods <input name="goods"></label>
    <button>Add</button>
  </form>
  <p id="said">Nothing</p>
{% endblock %}
"""


@login_not_required
def form(request: HttpRequest) -> HttpResponse:
    """Take any name but "bad"."""
    name = request.POST.get("name", "")
    if name and name != "bad":
        return redirect("/form/")
    page = engines["django"].from_string(FORM)
    return HttpResponse(page.render({"wrong": bool(name), "name": name}, request))


@login_not_required
def answer(request: HttpRequest) -> HttpResponse:
    """Repeat the goods; fall over at "fall", show the log-in at "out"."""
    goods = request.POST["goods"]
    if goods == "fall":
        return HttpResponseServerError()
    return redirect("stores:login") if goods == "out" else HttpResponse(goods)


urlpatterns = [
    path("form/", form),
    path("answer/", answer),
    path("", include("stores.urls")),
]
