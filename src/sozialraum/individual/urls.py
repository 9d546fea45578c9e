from django.urls import URLPattern, URLResolver, path

from sozialraum.individual.views import cases, emergency, family, network_maps, own_data, process

app_name = "individual"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", cases.index, name="index"),
    path("neu/", cases.open_new, name="open"),
    path("meine/", family.my_page, name="my_page"),
    path("meine/worte/", family.my_words, name="my_words"),
    path("meine/netzwerk/", family.my_maps, name="my_maps"),
    path("meine/daten/", family.my_data, name="my_data"),
    path("meine/daten/herunterladen/", own_data.download, name="download_own_data"),
    path("notfall/", emergency.ask, name="emergency"),
    path("<uuid:case_id>/", cases.case, name="case"),
    path("<uuid:case_id>/gespraech/", cases.conversation, name="conversation"),
    path("<uuid:case_id>/worte/<uuid:statement_id>/", cases.keep_words, name="keep_words"),
    path("<uuid:case_id>/netzwerk/", network_maps.index, name="network_maps"),
    path("<uuid:case_id>/netzwerk/beginnen/", network_maps.begin, name="begin_network_map"),
    path("<uuid:case_id>/netzwerk/<uuid:sheet_id>/", network_maps.sheet, name="network_map"),
    path(
        "<uuid:case_id>/netzwerk/<uuid:sheet_id>/karte.<slug:kind>",
        network_maps.download,
        name="network_map_file",
    ),
    path("<uuid:case_id>/netzwerk/<uuid:sheet_id>/mensch/", network_maps.put_person, name="put_person"),
    path(
        "<uuid:case_id>/netzwerk/<uuid:sheet_id>/mensch/<slug:key>/ort/",
        network_maps.move_person,
        name="move_person",
    ),
    path(
        "<uuid:case_id>/netzwerk/<uuid:sheet_id>/mensch/<slug:key>/weg/",
        network_maps.remove_person,
        name="remove_person",
    ),
    path("<uuid:case_id>/netzwerk/<uuid:sheet_id>/kennt/", network_maps.tie, name="tie_people"),
    path("<uuid:case_id>/netzwerk/<uuid:sheet_id>/zurueck/", network_maps.undo, name="undo_on_network_map"),
    path("<uuid:case_id>/netzwerk/<uuid:sheet_id>/zeigen/", network_maps.share, name="share_network_map"),
    path("<uuid:case_id>/weg/", process.way, name="way"),
    path("<uuid:case_id>/weg/schritt/", process.step, name="take_step"),
    path("<uuid:case_id>/weg/beratung/", process.consultation, name="consultation"),
    path("<uuid:case_id>/weg/frist/", process.remind, name="remind"),
    path("<uuid:case_id>/weg/frist/<uuid:reminder_id>/", process.finish_reminder, name="finish_reminder"),
    path("<uuid:case_id>/weg/schutz/", process.protection, name="mark_protection"),
    path("<uuid:case_id>/uebergabe/", process.handover, name="handover"),
    path("<uuid:case_id>/uebergabe/worte/", process.handover_words, name="handover_words"),
    path("<uuid:case_id>/uebergabe/abschluss/", process.end_handover, name="end_handover"),
    path("<uuid:case_id>/notiz/", cases.entrust, name="entrust"),
]
