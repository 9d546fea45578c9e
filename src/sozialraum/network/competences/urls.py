from django.urls import URLPattern, path

from sozialraum.network.competences import views

urlpatterns: list[URLPattern] = [path("kompetenzen/", views.competence_map, name="competences")]
