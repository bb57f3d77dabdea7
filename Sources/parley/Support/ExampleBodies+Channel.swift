/// Instruments and messages that a newcomer can copy and change.
extension ExampleBodies {
    static let instrument = """
        {
          "name": { "en": "Memorandum on safety of flight" },
          "clauses": [
            { "clause": "4(a)", "text": { "en": "A flash message is acknowledged within five minutes." },
              "sets": { "rule": "acknowledge-within", "urgency": "flash", "seconds": 300 } },
            { "clause": "4(b)", "text": { "en": "A flag officer has it within ten minutes." },
              "sets": { "rule": "decide-within", "urgency": "flash", "seconds": 600, "grade": "OF-6" } },
            { "clause": "4(c)", "text": { "en": "Until then the next officer is turned to every five minutes." },
              "sets": { "rule": "escalate-after", "urgency": "flash", "seconds": 300 } },
            { "clause": "4(d)", "text": { "en": "An acknowledgement holds for a quarter of an hour." },
              "sets": { "rule": "acknowledgement-holds", "urgency": "flash", "seconds": 900 } }
          ]
        }
        """

    static let message = """
        {
          "line": "neutral-host/flight",
          "to": ["party-b"],
          "purpose": "stop-call",
          "urgency": "flash",
          "about": { "incident": { "en": "Strikes south of the airfield" } },
          "text": { "en": "These are our soldiers. Stop at once." },
          "positions": [
            { "label": "the hill", "position": { "lat": 35.28, "lon": 40.06 },
              "second": { "format": "mgrs", "text": "37SEV9639704609" }, "precisionMetres": 100 }
          ]
        }
        """
}
