import Coordination

/// Convoys' paper, access, returns and hazards.
extension Operation {
    private static let period = [
        Parameter("from", schema("Time"), "Movements planned, and convoys asked for, from then on."),
        Parameter("until", schema("Time"), "Before then."),
        Parameter("by", #"{"type":"string","enum":["day","week","month","whole"]}"#, "The step; a month without it."),
        Parameter(
            "utcOffsetMinutes", #"{"type":"integer","minimum":-1080,"maximum":1080}"#,
            "Minutes by which local days begin before those of UTC."),
    ]

    private static let record = [
        Parameter("owner", in: "path", schema("Name"), "Whose."),
        Parameter("subject", in: "path", schema("Name"), "Its owner's name for it."),
    ]

    static let dossiers: [String: Operation] = [
        "GET /positions": Operation(
            id: "reportPosition", tag: "movements", summary: "A tracker says where it is (Traccar, OsmAnd)",
            text:
                "The device's id is its secret. What cannot be is answered with 200 and the reason, since a tracker that is "
                + "refused sends the same again and again.",
            parameters: TakePosition.names.map { Parameter($0, text, "As trackers send it.") },
            reply: json("PositionReply"), problems: [404]),
        "POST /positions": Operation(
            id: "postPosition", tag: "movements", summary: "The same as a form or as JSON",
            parameters: TakePosition.names.map { Parameter($0, text, "As trackers send it.") },
            body: [("application/json", schema("PositionPost")), ("application/x-www-form-urlencoded", text)],
            reply: json("PositionReply"), problems: [404]),
        "GET /areas": Operation(
            id: "showArea", tag: "access",
            summary: "What is stated of one place, party by party, criterion by criterion",
            text: "No label follows from it. What is not stated is not known, and is never zero.",
            parameters: [
                Parameter("pcode", text, "The place's code; either this or the name."),
                Parameter("name", text, "The place's name as it was stated, in any case."),
            ],
            reply: json("AreaReply")),
        "GET /records/{owner}/{subject}/hazards": Operation(
            id: "showHazards", tag: "access",
            summary: "Dangerous ground near a movement's way, or near a place of return, nearest first",
            text: "Cleared ground is among it, with date and method. Ground that is not listed can be contaminated.",
            parameters: record + [
                Parameter(
                    "withinMetres", #"{"type":"integer","minimum":0,"maximum":200000}"#, "How near; 500 without it.")
            ],
            reply: json("HazardReply"), problems: [404]),
        "GET /access/figures": Operation(
            id: "showFigures", tag: "access", summary: "What happened to movements and convoys, counted",
            text: "From what the caller may read, each number with the records and statements behind it.",
            parameters: period, reply: json("AccessFigures")),
        "GET /access/report": Operation(
            id: "showReport", tag: "access", summary: "The same as a page with pictures that prints on A4",
            parameters: period, reply: [("text/html; charset=utf-8", text)]),
        "GET /access/tables/{table}": Operation(
            id: "showTable", tag: "access", summary: "One table of it as CSV with HXL hashtags",
            parameters: [Parameter("table", in: "path", text, "The table, such as 'movements'.")] + period,
            reply: [("text/csv; charset=utf-8", text)], problems: [404]),
        "GET /records/{owner}/{subject}/clearance": Operation(
            id: "showClearance", tag: "dossiers",
            summary: "Who controls each stretch of a movement's way, and what is missing there",
            text: "For the movement's owner alone. Where nothing is missing, that is not leave to move.",
            parameters: [
                Parameter("owner", in: "path", schema("Name"), "Whose movement."),
                Parameter("subject", in: "path", schema("Name"), "Its owner's name for it."),
            ],
            reply: json("ClearanceReply"), problems: [404]),
        "GET /dossiers": Operation(
            id: "listDossiers", tag: "dossiers", summary: "Dossiers of one mechanism, in order of their names",
            text: "What is kept under seal is shown to those who were given it, and to nobody else there is none.",
            parameters: [
                Parameter("mechanism", schema("DossierMechanism"), "Which. Needed."),
                Parameter("owner", schema("Name"), "Only those of this party."),
                Parameter("pcode", text, "Only those about the place with this code."),
                Parameter("after", text, "Only those after this name; a page's 'after' begins the next."),
                Parameter(
                    "limit", #"{"type":"integer","minimum":1,"maximum":200}"#, "At most so many; 100 without it."),
            ],
            reply: json("DossierPage")),
        "GET /dossiers/{owner}/{subject}": Operation(
            id: "showDossier", tag: "dossiers", summary: "One dossier, with everything that was said about it",
            parameters: [
                Parameter("owner", in: "path", schema("Name"), "Whose it is."),
                Parameter("subject", in: "path", schema("Name"), "Its owner's name for it."),
            ],
            reply: json("DossierReply"), problems: [404]),
    ]
}
