from django.urls import URLPattern, URLResolver, path

from sozialraum.organization import views
from sozialraum.organization.budgets.claims.urls import urlpatterns as claims_urls
from sozialraum.organization.budgets.committee.urls import urlpatterns as committee_urls
from sozialraum.organization.budgets.spending.urls import urlpatterns as spending_urls
from sozialraum.organization.budgets.urls import urlpatterns as budget_urls
from sozialraum.organization.direct_access import views as direct_access

app_name = "organization"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("teams/<slug:code>/", views.team, name="team"),
    path("traeger/<slug:code>/", views.provider, name="provider"),
    path("angebote/<uuid:offer_id>/", views.offer, name="offer"),
    path("angebote/<uuid:offer_id>/bearbeiten/", views.edit_offer, name="edit_offer"),
    path("angebote/<uuid:offer_id>/bestaetigen/", views.confirm_offer, name="confirm_offer"),
    path("ohne-fall/", direct_access.tally, name="direct_access"),
    *budget_urls,
    *committee_urls,
    *spending_urls,
    *claims_urls,
]
