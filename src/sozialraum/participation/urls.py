from django.urls import URLPattern, URLResolver, path

from sozialraum.participation import views

app_name = "participation"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.index, name="index")]
