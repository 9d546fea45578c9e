"""A class of 25 tablets at once, a talk at the door by phone, a photo that says where it was taken, and a script."""

from __future__ import annotations

import io
import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from factories.inquiries import photo

pytestmark = pytest.mark.e2e
Visit = Callable[..., Page]
Check = Callable[[Page], None]
TABLETS, BROWSERS = 25, 5
BAD_CONNECTION = {"offline": False, "latency": 900, "downloadThroughput": 20_000, "uploadThroughput": 5_000}


class Tablet:
    """A device that speaks as the page does, without drawing it: twenty more browsers would not fit into the memory."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        """The page of an address; keeps where it led and the mark against forged forms."""
        with self.open.open(f"{self.address}{path}", timeout=60) as answer:
            text: str = answer.read().decode()
            self.path = urllib.parse.urlsplit(answer.url).path
        self.mark = (re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text) or [""] * 2)[1]
        return text

    def post(self, path: str, body: bytes, kind: str) -> tuple[int, str]:
        """What the server answers to a body; keeps where it led."""
        headers = {"Content-Type": kind, "X-CSRFToken": self.mark, "Referer": self.address}
        try:
            with self.open.open(
                urllib.request.Request(f"{self.address}{path}", body, headers), timeout=60
            ) as answer:
                self.path = urllib.parse.urlsplit(answer.url).path
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except urllib.error.URLError as cut:
            # a body that is too long is refused by its length alone: the line may be cut while it is still being sent
            if isinstance(cut.reason, BrokenPipeError | ConnectionResetError):
                return 413, ""
            raise

    def join(self, code: str) -> None:
        """Take part in a map with pins and stay on its page."""
        self.get(f"/netzwerk/nadeln/m/{code}/")
        told = urllib.parse.urlencode({"age_group": "10-13", "gender": "unsaid"}).encode()
        status, _page = self.post(self.path, told, "application/x-www-form-urlencoded")
        assert status == 200
        self.map = self.path
        self.get(self.map)

    def pin(self, many: int, kind: str = "meet") -> tuple[int, str]:
        """Set so many pins in one go."""
        pins = [
            {"id": str(uuid.uuid4()), "kind": kind, "part_of_day": "afternoon", "across": n * 37 % 97 / 100, "up": n * 53 % 89 / 100}
            for n in range(many)
        ]  # fmt: skip
        return self.post(f"{self.map}setzen/", json.dumps({"pins": pins}).encode(), "application/json")


def open_campaign(visit: Visit, title: str, expected: int) -> tuple[Page, str]:
    """A case worker opens a map; returns its page and its code."""
    worker = visit("case_worker", path="/netzwerk/nadeln/neu/")
    worker.locator("#id_title").fill(title)
    worker.locator("#id_area_code").select_option("0301")
    worker.locator("#id_expected").fill(str(expected))
    worker.locator("#id_until").fill("2036-12-31")
    worker.get_by_role("button", name="Karte öffnen").click()
    code = worker.locator(".pin-code").inner_text().strip()
    return worker, code


def tablets(browser: Browser, address: str, number: int) -> list[BrowserContext]:
    """Tablets with a browser of their own."""
    return [
        browser.new_context(base_url=address, viewport={"width": 820, "height": 1180}, locale="de-DE", has_touch=True)
        for _ in range(number)
    ]  # fmt: skip


def test_a_class_of_25_tablets_pins_at_once_one_of_them_without_a_connection_and_a_script_harms_nobody(
    visit: Visit, browser: Browser, demo_city: str, check_accessible: Check
) -> None:
    worker, code = open_campaign(visit, f"Die 4b ({uuid.uuid4().hex[:4]})", TABLETS)
    contexts = tablets(browser, demo_city, BROWSERS)
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(f"/netzwerk/nadeln/m/{code}/")
        page.get_by_role("radio", name="10 bis 13").check()
        page.get_by_role("radio", name="Sage ich nicht").check()
        page.get_by_role("button", name="Zur Karte").click()
        page.locator("#pin-map").wait_for()
        page.wait_for_load_state()
    check_accessible(pages[0])
    others = [Tablet(demo_city) for _ in range(TABLETS - BROWSERS)]
    together = threading.Barrier(len(others))

    def class_hour(tablet: Tablet) -> int:
        tablet.join(code)
        together.wait(60)
        return tablet.pin(6)[0]

    contexts[0].set_offline(True)
    contexts[1].new_cdp_session(pages[1]).send("Network.emulateNetworkConditions", BAD_CONNECTION)
    with ThreadPoolExecutor(len(others)) as pool:
        done = [pool.submit(class_hour, tablet) for tablet in others]
        for number, page in enumerate(pages):
            board = page.locator("#pin-map")
            box = board.bounding_box()
            assert box is not None
            board.click(position={"x": box["width"] * (0.3 + 0.05 * number), "y": box["height"] * 0.4})
            board.click(position={"x": box["width"] * 0.7, "y": box["height"] * (0.3 + 0.05 * number)})
        assert [each.result() for each in done] == [200] * len(others)
    expect(pages[0].locator("[data-pin-status]")).to_contain_text("Ohne Netz")
    script = others[0]
    refused = [
        script.pin(many, kind)[0]
        for many, kind in ((10_000, "meet"), (31, "meet"), (20, "like"), (20, "wish"))
    ]
    assert refused[0] == refused[1] == 422, "more than thirty pins of one person are not taken"
    assert refused[-1] == 422
    contexts[0].set_offline(False)
    for page in pages:
        expect(page.locator("[data-pin-status]")).to_contain_text(
            "Alle Nadeln sind angekommen", timeout=20_000
        )
    worker.reload()
    expect(worker.get_by_text(f"{TABLETS} von {TABLETS} haben mitgemacht")).to_be_visible()
    for context in contexts:
        context.close()


def test_where_a_child_lives_never_leaves_the_tablet(visit: Visit, browser: Browser, demo_city: str) -> None:
    _worker, code = open_campaign(visit, f"Zu Hause ({uuid.uuid4().hex[:4]})", 5)
    (context,) = tablets(browser, demo_city, 1)
    page, sent = context.new_page(), []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(f"/netzwerk/nadeln/m/{code}/")
    page.get_by_role("radio", name="6 bis 9").check()
    page.get_by_role("radio", name="Mädchen, Frau").check()
    page.get_by_role("button", name="Zur Karte").click()
    board = page.locator("#pin-map")
    board.wait_for()
    page.wait_for_load_state()
    box = board.bounding_box()
    assert box is not None
    home, away = (
        {"x": box["width"] * 0.5, "y": box["height"] * 0.5},
        {"x": box["width"] * 0.1, "y": box["height"] * 0.1},
    )
    board.click(position=home)
    expect(page.locator("[data-mine] li")).to_have_count(1)
    page.get_by_role("button", name="Mein Zuhause schützen").click()
    board.click(position=home)
    expect(page.locator("[data-mine] li")).to_have_count(0)
    board.click(position={"x": home["x"] + 8, "y": home["y"]})
    expect(page.locator("[data-pin-status]")).to_contain_text("nah bei deinem Zuhause")
    board.click(position=away)
    expect(page.locator("[data-mine] li")).to_have_count(1)
    assert "home" not in " ".join(sent)
    assert "home" not in page.evaluate("Object.entries(localStorage).flat().join(' ')").replace(
        "sozialraum-pins", ""
    )
    context.close()


def test_a_talk_at_the_door_by_phone_leads_to_what_people_would_do(
    visit: Visit, check_accessible: Check
) -> None:
    phone = visit(
        "case_worker", path="/netzwerk/erhebungen/neu/survey/", width=390, height=844, service_worker=True
    )
    check_accessible(phone)
    phone.locator("#id_title").fill(f"Von Tür zu Tür ({uuid.uuid4().hex[:4]})")
    phone.locator("#id_purpose").fill("Was soll sich hier ändern?")
    phone.locator("#id_area_code").select_option("0301")
    phone.locator("#id_led_as").fill("Familienzentrum")
    phone.get_by_role("radio", name="Alle wissen, wofür").check()
    phone.locator("#id_expected").fill("20")
    phone.locator("#id_until").fill("2036-12-31")
    phone.locator("#id_meeting").fill("Donnerstag, 18 Uhr, Familienzentrum")
    phone.get_by_role("button", name="Erhebung öffnen").click()
    check_accessible(phone)
    phone.get_by_role("button", name="Erledigt: Zuerst durch die Straße").or_(
        phone.locator(".guide .tick").first
    ).first.click()
    expect(phone.locator(".guide li.done")).to_have_count(1)
    lead = phone.url
    phone.get_by_role("link", name="Ein Gespräch auf diesem Handy beginnen").click()
    for turn in range(6):
        talk(phone, offline=turn == 1)
        if turn == 0:
            check_accessible(phone)
        phone.get_by_role("button", name="Die nächste Person").click()
    phone.goto(lead)
    expect(phone.get_by_text("6 Beiträge von 20")).to_be_visible()
    phone.get_by_role("button", name="Schließen und zeigen").or_(
        phone.locator("form[action$='schliessen/'] button")
    ).first.click()
    change = phone.locator(".finding", has_text="Was die Menschen ändern würden")
    expect(change.locator("li", has_text="etwas am Wochenende")).to_contain_text("6")
    check_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def talk(phone: Page, *, offline: bool) -> None:
    """One talk: age and gender, four questions, no name."""
    phone.get_by_role("radio", name="27 bis 59").check()
    phone.get_by_role("radio", name="Mädchen, Frau").check()
    phone.get_by_role("button", name="Weiter").click()
    for answer in ("die Menschen", "nichts los", "etwas am Wochenende", "zu einem Treffen kommen"):
        phone.get_by_role("checkbox", name=answer, exact=True).check()
        phone.get_by_role("button", name="Weiter").click()
    phone.get_by_role("radio", name="Deutsch", exact=True).check()
    phone.get_by_role("button", name="Weiter").click()
    phone.context.set_offline(offline)
    phone.get_by_role("button", name="Fertig, absenden").click()
    expect(phone.get_by_role("heading", name="Vielen Dank!")).to_be_visible()
    if offline:
        expect(phone.locator("[data-arrived]")).to_contain_text("Keine Verbindung")
        phone.context.set_offline(False)
    expect(phone.locator("[data-arrived]")).to_contain_text("Alles ist angekommen", timeout=15_000)


def test_a_photo_loses_where_it_was_taken_on_the_device_and_the_server_refuses_one_that_did_not(
    visit: Visit, browser: Browser, demo_city: str, check_accessible: Check
) -> None:
    (context,) = tablets(browser, demo_city, 1)
    page = context.new_page()
    uploads: list[bytes] = []
    page.on(
        "request",
        lambda request: (
            uploads.append(request.post_data_buffer or b"") if request.url.endswith("/bild/") else None
        ),
    )
    page.goto("/netzwerk/erhebungen/m/WINTER/")
    page.get_by_role("radio", name="10 bis 13").check()
    page.get_by_role("radio", name="Sage ich nicht").check()
    page.get_by_role("button", name="Weiter").click()
    located = photo(gps=True)
    assert b"Exif" in located
    page.locator("[data-file]").set_input_files(
        {"name": "bild.jpg", "mimeType": "image/jpeg", "buffer": located}
    )
    canvas = page.locator("[data-editor] canvas")
    expect(canvas).to_be_visible()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 80)
    page.mouse.up()
    expect(page.get_by_role("button", name="Dieses Bild nehmen")).to_be_disabled()
    page.get_by_label("Ich habe nachgesehen").check()
    check_accessible(page)
    page.get_by_role("button", name="Dieses Bild nehmen").click()
    for _question in range(3):
        page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Fertig, absenden").click()
    expect(page.get_by_role("heading", name="Vielen Dank!")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-arrived]")).to_contain_text("Alles ist angekommen", timeout=20_000)
    assert len(uploads) == 1
    assert b"Exif" not in uploads[0]
    context.close()
    device = Tablet(demo_city)
    device.get("/netzwerk/erhebungen/m/WINTER/")
    sent = urllib.parse.urlencode({"id": str(uuid.uuid4()), "age_group": "14-17", "gender": "boy"}).encode()
    status, made = device.post("/netzwerk/erhebungen/m/WINTER/", sent, "application/x-www-form-urlencoded")
    assert status == 200
    for data, answer in (
        (located, 422),
        (photo() + bytes(4_000_000), 413),
        (b"kein Bild", 422),
        (photo(), 200),
    ):
        assert (
            device.post("/netzwerk/erhebungen/m/WINTER/bild/", *_upload(json.loads(made)["id"], data))[0]
            == answer
        )


def _upload(contribution: str, data: bytes) -> tuple[bytes, str]:
    body, border = io.BytesIO(), uuid.uuid4().hex
    body.write(
        f'--{border}\r\nContent-Disposition: form-data; name="contribution"\r\n\r\n{contribution}\r\n'.encode()
    )
    head = f'--{border}\r\nContent-Disposition: form-data; name="picture"; filename="b.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body.write(head.encode() + data + f"\r\n--{border}--\r\n".encode())
    return body.getvalue(), f"multipart/form-data; boundary={border}"
