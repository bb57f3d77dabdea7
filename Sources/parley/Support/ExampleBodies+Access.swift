/// Access, incidents, returns and hazards that a newcomer can copy and change, by kind.
extension ExampleBodies {
    static let access: [String: String] = [
        "constraint.report.v1": """
        {
          "type": "movement-restriction",
          "affects": "humanitarian",
          "impediment": { "kind": "facilitation-letter" },
          "policy": "informal",
          "place": { "name": "Example checkpoint", "position": { "lat": 36.21, "lon": 37.1 } },
          "from": "2026-01-10T06:00:00Z",
          "decidedBy": { "name": "Governor", "party": "party-a" },
          "reason": "no reason given",
          "effect": { "peopleNotReached": 40000, "movements": ["un-hub/convoy-7"], "daysLost": 3 },
          "sectors": ["food"],
          "organisationType": "international NGO",
          "actionTaken": "raised with the governor on 11 January",
          "source": "field office"
        }
        """,
        "area.assess.v1": """
        {
          "place": { "name": "Example town", "pcode": "XX010203" },
          "population": { "people": 40000, "source": "local council", "asOf": "2026-01-01T00:00:00Z" },
          "asOf": "2026-01-10T00:00:00Z",
          "criteria": [
            { "criterion": "surrounded", "finding": "met", "evidence": "posts on every road, seen on 8 January",
              "by": [ { "name": "Armed group" } ] },
            { "criterion": "assistance-cannot-regularly-enter", "finding": "met",
              "evidence": "four convoys in a year" },
            { "criterion": "people-cannot-regularly-exit", "finding": "unknown" }
          ],
          "indicators": [
            { "indicator": "denial-of-needs", "score": 3 },
            { "indicator": "mines-erw", "score": "X" }
          ],
          "method": "three visits and key informants"
        }
        """,
        "need.state.v1": """
        {
          "place": { "name": "Example town", "pcode": "XX010203" },
          "sector": "food",
          "people": 40000,
          "asOf": "2026-01-10T00:00:00Z",
          "valid": { "from": "2026-01-01T00:00:00Z", "until": "2026-07-01T00:00:00Z" },
          "method": "household survey",
          "source": "needs overview 2026"
        }
        """,
        "incident.report.v1": """
        {
          "kind": "attack",
          "from": "2026-01-12T16:12:00Z",
          "until": "2026-01-12T17:00:00Z",
          "toleranceSeconds": 1800,
          "place": { "name": "Example warehouse" },
          "about": ["un-hub/convoy-7"],
          "text": "The convoy was hit while it was unloaded.",
          "source": "driver, by telephone"
        }
        """,
        "incident.claim.v1": """
        {
          "incident": "un-hub/warehouse-12-january",
          "about": "killed",
          "value": 12,
          "qualifier": "aid workers",
          "by": { "name": "Example observatory" },
          "reportedAt": "2026-01-12",
          "source": "evening bulletin"
        }
        """,
        "threshold.state.v1": """
        {
          "place": { "name": "Example town", "pcode": "XX010203", "position": { "lat": 36.2, "lon": 37.15 } },
          "threshold": { "id": "7", "text": "Mines and explosive remnants are marked and removed." },
          "finding": "not-met",
          "evidence": "two accidents in December",
          "asOf": "2026-01-10T00:00:00Z",
          "basis": "monitored"
        }
        """,
        "readiness.claim.v1": """
        {
          "place": { "name": "Example town", "pcode": "XX010203" },
          "people": 3000,
          "undertakings": [ { "undertaking": "voluntary" }, { "undertaking": "amnesty", "text": "decree 12" } ],
          "asOf": "2026-01-10T00:00:00Z",
          "claimedBy": { "name": "Reception centre", "party": "party-a" }
        }
        """,
        "intention.survey.v1": """
        {
          "askedIn": { "name": "Example camp" },
          "returnTo": { "name": "Example town", "pcode": "XX010203" },
          "period": { "from": "2026-01-02T00:00:00Z", "until": "2026-01-09T00:00:00Z" },
          "asked": 100,
          "answers": [
            { "answer": "return-now", "people": 7 }, { "answer": "later", "people": 40 },
            { "answer": "not", "people": 30 }, { "answer": "undecided", "people": 20 },
            { "answer": "no-answer", "people": 3 }
          ],
          "method": "households drawn by lot",
          "askedBy": { "name": "Example agency", "party": "un-hub" }
        }
        """,
        "return.monitor.v1": """
        {
          "from": { "name": "Example camp" },
          "to": { "name": "Example town", "pcode": "XX010203" },
          "period": { "from": "2026-01-02T00:00:00Z", "until": "2026-01-09T00:00:00Z" },
          "people": 120,
          "organised": "self",
          "voluntariness": [
            { "aspect": "informed", "yes": 80, "no": 10, "notEstablished": 30 },
            { "aspect": "uncoerced", "yes": 100, "no": 0, "notEstablished": 20 }
          ],
          "monitor": { "name": "Protection monitors", "party": "un-hub" }
        }
        """,
        "hazard.report.v1": """
        {
          "area": { "circle": { "centre": { "lat": 36.2, "lon": 37.05 }, "radiusMetres": 100 } },
          "status": "confirmed",
          "kind": "mines",
          "method": "technical-survey",
          "confidence": "high",
          "asOf": "2026-01-05T00:00:00Z",
          "reportedBy": { "name": "Mine action centre" },
          "reference": "IMSMA-1042"
        }
        """,
    ]
}
