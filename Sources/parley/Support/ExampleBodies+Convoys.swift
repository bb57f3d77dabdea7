import Coordination

/// Bodies of a convoy's paper that a newcomer can copy and change.
extension ExampleBodies {
    /// Example bodies of dossiers and of what is added to them, by kind.
    static let dossiers: [Kind: String] = access.reduce(into: convoys) { all, example in
        if let kind = Kind(rawValue: example.key) { all[kind] = example.value }
    }

    private static let convoys: [Kind: String] = [
        .planSubmit: """
        {
          "name": { "en": "Inter-agency convoys, March" },
          "period": { "from": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00Z" },
          "answeredBy": { "name": "Ministry of Foreign Affairs", "party": "government" },
          "locations": [
            { "place": { "name": "Duma", "pcode": "SY0304" }, "people": 70000, "sectors": ["food", "health"] }
          ]
        }
        """,
        .convoyRequest: """
        {
          "name": { "en": "Duma, first half of March" },
          "crossing": "cross-line",
          "destination": { "name": "Duma", "pcode": "SY0304" },
          "period": { "from": "2026-03-05T00:00:00Z", "until": "2026-03-06T00:00:00Z" },
          "people": 70000,
          "sectors": ["food", "health"],
          "answeredBy": { "name": "Ministry of Foreign Affairs", "party": "government" },
          "cargo": "sealed",
          "trucks": 46,
          "lines": [
            { "line": "trauma-kits", "item": "Trauma kits", "category": "surgical", "unit": "kit",
              "planned": 200, "requested": 180, "supplier": "WHO" },
            { "line": "flour", "item": "Wheat flour", "category": "food", "unit": "kg",
              "planned": 250000, "requested": 247800, "supplier": "WFP" }
          ]
        }
        """,
        .convoyRespond: """
        {
          "answer": "partial",
          "at": "2026-03-03T09:00:00Z",
          "people": 27500,
          "decidedBy": { "name": "Ministry of Foreign Affairs", "party": "government" },
          "reason": "no reason given",
          "lines": [ { "line": "trauma-kits", "unit": "kit", "amount": 60 } ]
        }
        """,
        .convoyLetters: """
        { "letters": "issued", "number": "412/2026", "at": "2026-03-04T10:00:00Z" }
        """,
        .convoyHold: """
        {
          "action": "stop", "clock": "answer", "at": "2026-03-02T08:00:00Z",
          "decidedBy": { "name": "Ministry of Foreign Affairs", "party": "government" },
          "reason": "the list of drivers is missing"
        }
        """,
        .convoyLoad: """
        {
          "at": "2026-03-05T05:00:00Z", "place": { "name": "Warehouse" }, "trucks": 46,
          "lines": [
            { "line": "trauma-kits", "unit": "kit", "amount": 60 },
            { "line": "flour", "unit": "kg", "amount": 247800 }
          ]
        }
        """,
        .convoyRemove: """
        {
          "stage": "checkpoint", "at": "2026-03-05T08:30:00Z", "place": { "name": "Last checkpoint" },
          "decidedBy": { "name": "Officer at the checkpoint" }, "reason": "no reason given",
          "lines": [ { "line": "trauma-kits", "unit": "kit", "amount": 42 } ]
        }
        """,
        .convoySeal: """
        { "seal": "applied", "number": "UN-000412", "truck": "truck 7", "at": "2026-03-05T06:00:00Z" }
        """,
        .convoyInspect: """
        {
          "what": "seals", "stage": "checkpoint", "at": "2026-03-05T08:00:00Z",
          "inspector": { "name": "United Nations Monitoring Mechanism" }, "found": "46 seals whole, as listed"
        }
        """,
        .convoyProgress: """
        {
          "progress": "held", "at": "2026-03-05T08:10:00Z", "place": { "name": "Last checkpoint" },
          "decidedBy": { "name": "Officer at the checkpoint" }, "reason": "no reason given"
        }
        """,
        .convoyOffload: """
        {
          "offloaded": "partial", "at": "2026-03-05T17:00:00Z", "trucks": 32, "trucksReturned": 14,
          "decidedBy": { "name": "Convoy leader" }, "reason": "shelling close to the place of unloading",
          "lines": [ { "line": "flour", "unit": "kg", "amount": 172000 } ]
        }
        """,
        .convoyReport: """
        {
          "outcome": "impeded-not-completed", "at": "2026-03-05T21:00:00Z", "people": 19100,
          "decidedBy": { "name": "Several" }, "reason": "items taken off; shelling during unloading"
        }
        """,
        .dossierDispute: """
        { "statement": "<64 hex digits>", "field": "/people", "text": "19,100 is our own count; it was 17,000" }
        """,
    ]
}
