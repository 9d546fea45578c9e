from django.urls import URLPattern, URLResolver, path

from sozialraum.reporting.views import areas, budgets, overview, runs, survey, use_value

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.index, name="index"),
    path("familien/freigeben/", overview.release_counts, name="release_counts"),
    path("amtliche-statistik/", survey.index, name="survey"),
    path("was-hilft/", use_value.index, name="use_value"),
    path("was-hilft/freigeben/", use_value.release, name="release_use_value"),
    path("amtliche-statistik/abgeben/", survey.export, name="export_survey"),
    path("amtliche-statistik/freigeben/", survey.release, name="release_help_counts"),
    path("laeufe/<uuid:run_id>/bericht.pdf", runs.run_pdf, name="run_pdf"),
    path("laeufe/<uuid:run_id>/tabelle.csv", runs.run_csv, name="run_csv"),
    path("laeufe/<uuid:run_id>/tabelle.xlsx", runs.run_xlsx, name="run_xlsx"),
    path(
        "gebiete/<slug:system_code>/<int:vintage>/<str:area_code>/profil.pdf", areas.area_pdf, name="area_pdf"
    ),
    path(
        "gebiete/<slug:system_code>/<int:vintage>/<str:area_code>/profil.xlsx",
        areas.area_xlsx,
        name="area_xlsx",
    ),
    path(
        "offen/<slug:system_code>/<int:vintage>/<str:area_code>/profil.pdf",
        areas.open_area_pdf,
        name="open_area_pdf",
    ),
    path(
        "offen/<slug:system_code>/<int:vintage>/<str:area_code>/profil.xlsx",
        areas.open_area_xlsx,
        name="open_area_xlsx",
    ),
    path("budget/vorlage.pdf", budgets.paper, name="budget_paper"),
    path("budget/rechnung.xlsx", budgets.workbook, name="budget_workbook"),
]
