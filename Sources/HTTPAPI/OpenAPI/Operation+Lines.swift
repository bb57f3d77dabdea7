/// Lines and who is on duty at them.
extension Operation {
    private static let line = [
        Parameter("owner", in: "path", schema("Name"), "The party that established the line."),
        Parameter("subject", in: "path", schema("Name"), "Its name for the line."),
    ]

    private static let desk =
        line + [
            Parameter("party", schema("Name"), "Whose desk. Needed."),
            Parameter("from", schema("Time"), "From when; without it, from the log's clock on."),
            Parameter("until", schema("Time"), "Until when, at most 400 days later; without it, four weeks later."),
            Parameter("officer", schema("Name"), "Only when this officer is on duty."),
        ]

    static let lines: [String: Operation] = [
        "GET /lines": Operation(
            id: "listLines", tag: "lines", summary: "Every line: what is declared, what was seen, what was missed",
            reply: json("Lines")),
        "GET /lines/{owner}/{subject}": Operation(
            id: "showLine", tag: "lines", summary: "One line",
            text:
                "What a party declares and whether it was seen to answer are two facts; neither follows from the other.",
            parameters: line, reply: json("LineReply"), problems: [404]),
        "GET /lines/{owner}/{subject}/roster": Operation(
            id: "showRoster", tag: "lines", summary: "Who is on duty at a desk, and what is going to be wrong",
            text:
                "As far as the caller may see. Where there is more, 'isIncomplete' says so, and nothing is found wrong "
                + "('findings' is null), because what is not shown would look like a hole.",
            parameters: desk, reply: json("Roster"), problems: [404]),
        "GET /lines/{owner}/{subject}/roster.ics": Operation(
            id: "exportRoster", tag: "lines", summary: "Who is on duty at a desk, as a calendar (RFC 5545)",
            text: "Without means of contact: calendars are copied and forwarded.",
            parameters: desk, reply: [("text/calendar; charset=utf-8", text)], problems: [404], isTagged: true),
    ]
}
