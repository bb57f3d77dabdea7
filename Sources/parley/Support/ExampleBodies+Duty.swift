/// Lines and rosters that a newcomer can copy and change.
extension ExampleBodies {
    static let line = """
        {
          "name": { "en": "Safety of flight line" },
          "cells": [
            { "party": "party-a", "name": { "en": "Air operations centre" } },
            { "party": "party-b", "name": { "en": "Group command post" }, "coChair": "state-b" }
          ],
          "languages": ["en", "ru"],
          "means": [ { "kind": "line" }, { "kind": "telephone", "note": "the black telephone" }, { "kind": "paper" } ],
          "grades": [
            { "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "until": "24:00",
              "grade": "OF-6", "clause": { "instrument": "memorandum", "clause": "4.2" } }
          ],
          "checks": { "by": "party-a", "at": ["06:00", "18:00"], "graceSeconds": 900,
                      "clause": { "instrument": "memorandum", "clause": "4.1" } },
          "longestShiftSeconds": 43200
        }
        """

    static let pattern = """
        {
          "line": "neutral-host/flight",
          "zone": "Europe/Berlin",
          "from": "2026-08-03",
          "until": "2026-08-31",
          "turns": [
            { "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "08:00", "until": "20:00",
              "officers": ["duty-1", "duty-2"], "post": "first", "languages": ["en"],
              "interpreters": [ { "languages": ["en", "ru"], "qualification": "certified military linguist" } ] },
            { "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "20:00", "until": "08:00",
              "officers": ["duty-2", "duty-1"], "post": "first", "languages": ["en", "ru"] },
            { "days": ["mon"], "from": "08:00", "minutes": 10080, "officers": ["flag-1"], "post": "on-call" }
          ]
        }
        """
}
