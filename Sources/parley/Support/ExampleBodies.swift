/// Bodies that a newcomer can copy and change.
enum ExampleBodies {
    static let site = """
        {
          "category": "static-site",
          "kind": "hospital",
          "name": { "en": "Example hospital", "ar": "مستشفى المثال" },
          "place": { "circle": { "centre": { "lat": 36.2, "lon": 37.15 }, "radiusMetres": 60 } },
          "given": { "text": "36.2 N 37.15 E", "method": "GPS on site", "precisionMetres": 20 },
          "altitude": { "reference": "SFC", "lowerMetres": 0, "upperMetres": 40 },
          "standOffClass": "site",
          "valid": { "from": "2026-01-01T00:00:00Z" },
          "consent": { "by": "Director of the hospital", "givenAt": "2025-12-30T09:00:00Z", "reference": "letter 12" },
          "contact": { "role": "Duty doctor", "phones": ["+000 000 000"] }
        }
        """

    static let movement = """
        {
          "name": { "en": "Example convoy" },
          "purpose": "Food distribution",
          "cargo": "Food parcels",
          "standOffClass": "convoy",
          "halfWidthMetres": 100,
          "legs": [
            { "from": "Depot", "to": "Distribution point",
              "path": [ { "lat": 36.2, "lon": 37.15 }, { "lat": 36.15, "lon": 36.97 } ],
              "departs": "2030-01-02T07:00:00Z", "arrives": "2030-01-02T09:00:00Z" }
          ],
          "vehicles": [ { "kind": "truck", "count": 4, "marking": "roof logo, visible by day only" } ],
          "people": 9,
          "contact": { "role": "Convoy leader", "phones": ["+000 000 001"], "radio": "channel 6, call sign Sierra 1" }
        }
        """
}
