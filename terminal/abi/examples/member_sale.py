#!/usr/bin/env python3
"""A whole member sale through libvip, in Python with ctypes.

    member_sale.py DIRECTORY [LIBRARY]

Makes a training store in DIRECTORY, sells somebody enough to become a member, issues the card,
quotes a basket for it, sells it and prints the receipt. LIBRARY is libvip.so.1 unless told.
"""
import ctypes
import json
import sys

OK, REFUSED = 0, 4


class Answered(Exception):
    """An answer that is not ok: a refusal with its clause and word, or an error."""

    def __init__(self, code, answer):
        super().__init__(json.dumps(answer, ensure_ascii=False))
        self.code = code
        self.answer = answer


class Vip:
    def __init__(self, library="libvip.so.1"):
        self._library = ctypes.CDLL(library)
        answer = ctypes.POINTER(ctypes.c_void_p)
        text = ctypes.c_char_p
        self._library.vip_version.restype = text
        self._library.vip_create.argtypes = [text, text, answer]
        self._library.vip_open.argtypes = [text, text, answer, answer]
        self._library.vip_call.argtypes = [ctypes.c_void_p, text, text, answer]
        self._library.vip_close.argtypes = [ctypes.c_void_p]
        # As an address, so that it can be given back: c_char_p would keep only a copy.
        self._library.vip_free.argtypes = [ctypes.c_void_p]
        self._library.vip_free.restype = None
        self._store = ctypes.c_void_p()

    def version(self):
        return self._library.vip_version().decode()

    def _take(self, code, answer):
        try:
            said = json.loads(ctypes.string_at(answer).decode("utf-8"))
        finally:
            self._library.vip_free(answer)
        if code != OK:
            raise Answered(code, said)
        return said

    def create(self, directory, **options):
        answer = ctypes.c_void_p()
        code = self._library.vip_create(
            directory.encode(), json.dumps(options).encode(), ctypes.byref(answer))
        return self._take(code, answer)

    def open(self, directory):
        answer = ctypes.c_void_p()
        code = self._library.vip_open(
            directory.encode(), None, ctypes.byref(self._store), ctypes.byref(answer))
        return self._take(code, answer)

    def call(self, method, **request):
        answer = ctypes.c_void_p()
        body = json.dumps(request, ensure_ascii=False).encode("utf-8")
        code = self._library.vip_call(self._store, method.encode(), body, ctypes.byref(answer))
        return self._take(code, answer)

    def close(self):
        return self._library.vip_close(self._store)


def main():
    directory = sys.argv[1]
    vip = Vip(*sys.argv[2:3])
    print("libvip", vip.version())
    vip.create(directory, store="S01", training=True, seed=7)
    vip.open(directory)
    who = {"operator": "1001", "at": "2026-11-22T10:00:00+08:00"}

    # Somebody spends 1200.00 at once, which is enough for a card (E1).
    sold = vip.call("sale.commit", request_id="lane1-0001", lane="1", receipt_no="S01-1-000001",
                    expected_paid=120000,
                    lines=[{"sku": "A17", "qty": 1, "unit_price": 120000}], **who)
    issued = vip.call("card.issue", request_id="lane1-0002",
                      proof={"sales": [sold["result"]["sale"]]},
                      registration={"surname": "王", "form": "ms", "phone": "13800000001",
                                    "birthday": "1990-05-01", "consent": True}, **who)
    card = issued["result"]["card"]

    # What would two lipsticks cost this member? 258.00 at 90 %: 232.20 (D1).
    basket = [{"sku": "A17", "name": "口红", "qty": 2, "unit_price": 12900}]
    quote = vip.call("sale.quote", card=card, lines=basket)["result"]
    assert quote["paid"] == 23220 and quote["lines"][0]["clause"] == "D1", quote
    print("to pay:", quote["paid"])

    # Paid. The same request once more is the same sale, never a second one.
    sale = dict(request_id="lane1-0003", lane="1", receipt_no="S01-1-000002", card=card,
                expected_paid=quote["paid"], lines=basket, **who)
    first = vip.call("sale.commit", **sale)
    again = vip.call("sale.commit", **sale)
    assert again.pop("replayed") is True and again == first
    assert first["result"]["points"]["after"] == 2, first  # 232.20 earn 2 points (P1)
    print(first["result"]["receipt"], end="")

    # A lawful no is an answer too: there is no such gift on the poster (G1).
    try:
        vip.call("gift.redeem", request_id="lane1-0004", gift="mug", card=card, **who)
    except Answered as no:
        assert no.code == REFUSED and no.answer["refusal"]["word"] == "gift_unknown", no
    else:
        raise AssertionError("not refused")
    assert vip.close() == OK


if __name__ == "__main__":
    main()
