/// Every operation by method and path; the tests compare them with the routes.
extension Operation {
    static let all: [String: Operation] = operations.merging(log) { $1 }.merging(statements) { $1 }
        .merging(picture) { $1 }.merging(map) { $1 }.merging(lines) { $1 }.merging(messages) { $1 }.merging(dossiers) {
            $1
        }.merging(
            deliveries
        ) { $1 }.merging(
            joining
        ) { $1 }.merging(witness) { $1 }

    static func schema(_ name: String) -> String { ##"{"$ref":"#/components/schemas/\##(name)"}"## }
    static let text = #"{"type":"string"}"#
    private static let bytes = #"{"type":"string","contentEncoding":"binary"}"#
    static func json(_ name: String) -> [(type: String, schema: String)] {
        [("application/json", schema(name))]
    }

    private static let party = Parameter("party", in: "path", schema("Name"), "The party's name.")
    private static let statement = Parameter(
        "statement", in: "path",
        #"{"type":"string","pattern":"^([0-9a-f]{64}|0|[1-9][0-9]{0,18})$"}"#,
        "The statement's hash (64 hexadecimal characters), or its entry's number.")
    private static let path = Parameter(
        "path", in: "path", #"{"type":"string","pattern":"^([0-9]/)?(x[0-9]{3}/)*[0-9]{3}([.]p/[1-9][0-9]{0,2})?$"}"#,
        "The rest of the path as c2sp.org/tlog-tiles spells it; it holds slashes.")

    private static let operations: [String: Operation] = [
        "GET /": Operation(
            id: "showFrontPage", tag: "operations", summary: "Plain instructions for people",
            reply: [("text/html; charset=utf-8", text)]),
        "GET /health": Operation(
            id: "showHealth", tag: "operations", summary: "Whether the node writes, and how old what it knows is",
            text: "503 carries the same object: the node is stopping or has halted.", reply: json("Health")),
        "GET /version": Operation(
            id: "showVersion", tag: "operations", summary: "Which program this is", reply: json("Version")),
        "GET /metrics": Operation(
            id: "showMetrics", tag: "operations", summary: "Counts for Prometheus, text format 0.0.4",
            reply: [("text/plain; version=0.0.4; charset=utf-8", text)]),
        "GET /openapi.json": Operation(
            id: "showDescription", tag: "operations", summary: "This document",
            reply: [("application/json", #"{"type":"object"}"#)], isTagged: true),
        "GET /problems": Operation(
            id: "listProblems", tag: "operations", summary: "Every rule that a refusal can name",
            reply: [("application/json", #"{"type":"array","items":"# + schema("Rule") + "}")]),
        "GET /problems/{rule}": Operation(
            id: "explainProblem", tag: "operations", summary: "What one rule means",
            parameters: [Parameter("rule", in: "path", #"{"type":"string","pattern":"^[a-z-]{1,64}$"}"#, "The rule.")],
            reply: json("Rule"), problems: [404]),
        "GET /receive/{reference}": Operation(
            id: "showReceivePage", tag: "operations", summary: "How to state that a notice was received",
            text: "Where the link of an e-mail or a text message leads. Opening it reads and records nothing.",
            parameters: [
                Parameter(
                    "reference", in: "path",
                    #"{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$"}"#,
                    "The reference of the notice.")
            ],
            reply: [("text/html; charset=utf-8", text)], problems: [404]),
    ]

    private static let log: [String: Operation] = [
        "GET /log/checkpoint": Operation(
            id: "showCheckpoint", tag: "log", summary: "The newest signed checkpoint (c2sp.org/tlog-checkpoint)",
            reply: [("text/plain; charset=utf-8", text)], problems: [404], isTagged: true),
        "GET /log/consistency": Operation(
            id: "proveConsistency", tag: "log", summary: "The proof that the log only grew",
            parameters: [
                Parameter(
                    "from", #"{"type":"integer","minimum":0,"maximum":9223372036854775807}"#,
                    "The size that the caller knows.")
            ],
            reply: json("Consistency"), problems: [404]),
        "GET /log/feed": Operation(
            id: "followLog", tag: "log", summary: "Every checkpoint as it is published, as Server-Sent Events",
            text:
                "For nodes that follow the log. An event 'checkpoint' has the signed note as its data, line by line, and "
                + "the log's size as its id. A slow client gets the newest only.",
            reply: [("text/event-stream", text)]),
        "GET /log/tile/entries/{path}": Operation(
            id: "showBundle", tag: "log", summary: "Up to 256 entries (c2sp.org/tlog-tiles)",
            text: "Anybody may read it where the log's entries are public; else the request is signed.",
            parameters: [path], reply: [("application/octet-stream", bytes)], problems: [404], isTagged: true),
        "GET /log/tile/{path}": Operation(
            id: "showTile", tag: "log", summary: "Up to 256 hashes (c2sp.org/tlog-tiles)", parameters: [path],
            reply: [("application/octet-stream", bytes)], problems: [404], isTagged: true),
    ]

    private static let witness: [String: Operation] = [
        "POST /witness/add-checkpoint": Operation(
            id: "addCheckpoint", tag: "witness", summary: "Have a checkpoint cosigned (c2sp.org/tlog-witness)",
            text: "For logs that this node witnesses. 409 carries the size last cosigned as text/x.tlog.size.",
            body: [("text/plain", text)], reply: [("text/plain; charset=utf-8", text)],
            problems: [403, 404, 409, 413, 422]),
        "GET /witness/{origin}/checkpoint": Operation(
            id: "showCosigned", tag: "witness", summary: "The last checkpoint of a log that this node cosigned",
            parameters: [
                Parameter("origin", in: "path", schema("Hex"), "SHA-256 of the log's origin line.")
            ], reply: [("text/plain; charset=utf-8", text)], problems: [404]),
    ]

    private static let statements: [String: Operation] = [
        "POST /statements": Operation(
            id: "submitStatement", tag: "statements", summary: "Submit one signed statement and get its receipt",
            text: "The answer comes once the statement is durable and, where the log's policy asks for witnesses, "
                + "witnessed; when they are missing, or with 'Prefer: respond-async', it is 202 with the log's signed "
                + "promise instead. 'Accept: text/plain' asks for the bare receipt or promise.",
            parameters: [
                Parameter(
                    "Prefer", in: "header", #"{"type":"string","maxLength":256}"#,
                    "'respond-async' (RFC 7240) asks not to wait for witnesses.")
            ],
            body: [
                ("application/json", schema("Envelope")), ("application/vnd.dsse+json", schema("Envelope")),
                ("application/vnd.dsse.envelope.v1+json", schema("Envelope")),
                ("application/vnd.parley.submission+json", schema("Submission")),
            ], status: 201, reply: json("Accepted") + [("text/plain; charset=utf-8", text)],
            otherReply: (
                202, "In the log, but not witnessed yet.", json("Promised") + [("text/plain; charset=utf-8", text)]
            ),
            headers: [("Location", "Where the statement is.")],
            links: [
                Link(to: "showStatement", "statement", "$response.body#/hash"),
                Link(to: "showReceipt", "statement", "$response.body#/hash"),
            ], problems: [403, 409, 413, 415, 422]),
        "POST /statements/batch": Operation(
            id: "submitBatch", tag: "statements", summary: "Submit many statements, one a line",
            text: "A line is an envelope or a submission. One line of answer comes for each, in order, while more are "
                + "read: read the answer while you write. A problem with 'resumeAtLine' ends the batch there.",
            body: [("application/x-ndjson", "{}"), ("application/ndjson", "{}"), ("application/jsonl", "{}")],
            reply: [("application/x-ndjson", text)], problems: [413, 415]),
        "GET /statements/{statement}": Operation(
            id: "showStatement", tag: "statements", summary: "An entry as it was received",
            text: "Of a restricted body each reader gets the fields that were sealed for it, with their openings.",
            parameters: [statement],
            reply: json("Entry"), problems: [404]),
        "DELETE /statements/{statement}/body": Operation(
            id: "eraseBody", tag: "statements", summary: "Erase the caller's part of a restricted body from this node",
            text: "It is gone from every file and cache of this node once the answer comes; the entry stays and still "
                + "verifies. Other nodes that were given the body keep theirs.",
            parameters: [statement], reply: json("Erased"), problems: [404]),
        "GET /sealed/{hash}": Operation(
            id: "showSealedBody", tag: "statements", summary: "The sealed body of a statement",
            text: "For the parties that it is sealed for and its author; to all others it is not there.",
            parameters: [Parameter("hash", in: "path", schema("Hex"), "The statement's hash.")],
            reply: [("application/vnd.parley.sealed+json", schema("SealedBody"))], problems: [404]),
        "GET /statements/{statement}/receipt": Operation(
            id: "showReceipt", tag: "statements",
            summary: "The receipt against the newest checkpoint that may stand in one (c2sp.org/tlog-proof)",
            text: "Where the log's policy asks for witnesses that is the newest witnessed one, and 503 'not-witnessed' "
                + "says that it does not hold the entry yet.",
            parameters: [statement], reply: [("text/plain; charset=utf-8", text)], problems: [404], isTagged: true),
    ]

    private static let picture: [String: Operation] = [
        "GET /parties": Operation(
            id: "listParties", tag: "parties", summary: "Who takes part", reply: json("Parties"),
            links: [
                Link(to: "showParty", "party", "$response.body#/parties/0/party"),
                Link(to: "showChain", "party", "$response.body#/parties/0/party"),
            ]),
        "GET /parties/{party}": Operation(
            id: "showParty", tag: "parties", summary: "A party's officers and keys", parameters: [party],
            reply: json("Party"), problems: [404]),
        "GET /parties/{party}/chain": Operation(
            id: "showChain", tag: "parties", summary: "What a party's next statement must name", parameters: [party],
            reply: json("Chain"), problems: [404]),
        "GET /records": Operation(
            id: "listRecords", tag: "records", summary: "Records that match and that the caller may read",
            parameters: recordFilters, reply: json("RecordPage")),
        "GET /records/nearest": Operation(
            id: "listNearestRecords", tag: "records",
            summary: "The records nearest to a place that the caller may read",
            text: "Nearest first, ties in the order of the log. Ended records hold no place and are left out. The "
                + "distance is to the place as notified; how far off that may be is in the record's details. It "
                + "stands for nothing but itself: ask a check whom an activity would endanger.",
            parameters: nearestFilters, reply: json("NearestRecords")),
        "GET /records/{owner}/{subject}": Operation(
            id: "showRecord", tag: "records", summary: "One record",
            parameters: [
                Parameter("owner", in: "path", schema("Name"), "The owner's name."),
                Parameter("subject", in: "path", schema("Name"), "The owner's name for the record."),
            ], reply: json("RecordReply"), problems: [404]),
        "GET /records/{owner}/{subject}/duplicates": Operation(
            id: "showDuplicates", tag: "records", summary: "Notices that may be one and the same as a site",
            text: "By name nearby and by place; a person decides, and nothing is refused for it.",
            parameters: [
                Parameter("owner", in: "path", schema("Name"), "The owner's name."),
                Parameter("subject", in: "path", schema("Name"), "The owner's name for the record."),
            ], reply: json("Duplicates"), problems: [404]),
        "GET /notices/open": Operation(
            id: "listOpenNotices", tag: "records", summary: "What about notices waits for somebody",
            text: "As far as it concerns the caller's party: an owner sees what its recipients owe and what it owes "
                + "them, a recipient what it owes itself. An acknowledgement means received, never consent.",
            reply: json("OpenNotices")),
        "GET /outbox": Operation(
            id: "showOutbox", tag: "statements", summary: "What the caller's party has handed to whom",
            text: "As the log counts it; stated in 'outbox.count.v1' it is where a proof begins or ends.",
            reply: json("Outbox")),
        "POST /checks": Operation(
            id: "checkActivity", tag: "checks", summary: "Whom a planned activity would endanger",
            text: "The answer is never leave to act. Nothing of the activity is kept.",
            body: [("application/json", schema("ActivityToCheck"))], reply: json("CheckAnswer"),
            problems: [413, 415, 422]),
        "GET /feed": Operation(
            id: "followFeed", tag: "feed", summary: "Every entry as it is logged, as Server-Sent Events",
            text: "The event's id is the entry's number; 'Last-Event-ID' resumes with the entry after it. The data of "
                + "an event is an Entry without envelope and receipt. With 'windows=true' there are also events "
                + "'window', without an id, whose data is a WindowEvent: a window of a record that the caller may read "
                + "opened or closed by the node's clock, told within about a second and once. What had opened or "
                + "closed before its entry was published is told by the entry alone; what an entry takes back is not "
                + "told any more. Windows of a movement that is late do not close. An event 'windows-gap', whose data "
                + "is a WindowsGap, says that something may be missing. An event 'recipient-departed', whose data is a "
                + "DepartedRecipient, follows the entry by which a party leaves or is suspended, for every owner that "
                + "relied on it. With 'board=true' there is an event 'board', without an id, whose data is a Board: what "
                + "waits for the caller's party or is waited for by it, as it stands; it comes again, whole, within "
                + "about half a second whenever it changes.",
            parameters: [
                Parameter(
                    "from", #"{"type":"integer","minimum":0,"maximum":9223372036854775807}"#,
                    "The first entry wanted; without it, the next one to be logged."),
                Parameter(
                    "windows", #"{"type":"boolean","default":false}"#,
                    "Whether to tell when windows of records open and close."),
                Parameter(
                    "board", #"{"type":"boolean","default":false}"#,
                    "Whether to tell what waits for the caller's party."),
                Parameter(
                    "windowsFrom", schema("Time"),
                    "With 'windows=true': first tell what opened and closed from this instant on, that instant "
                        + "included, as the records say it now; at most 24 hours back. The 'at' of the last event "
                        + "resumes; what was at that same instant comes again."),
                Parameter(
                    "Last-Event-ID", in: "header", #"{"type":"string","pattern":"^(0|[1-9][0-9]{0,18})$"}"#,
                    "The last entry that arrived."),
            ], reply: [("text/event-stream", text)], problems: [409]),
    ]

    private static let joining: [String: Operation] = [
        "GET /joining": Operation(
            id: "showJoining", tag: "joining", summary: "What a party must know to ask to take part",
            text: "Nothing of it is to be believed before the digits of the request were compared over the telephone.",
            reply: json("Joining"), problems: [404]),
        "POST /joining": Operation(
            id: "askToJoin", tag: "joining", summary: "Ask to take part",
            text: "The host's officer admits the request by its 25 digits, heard over the telephone.",
            body: [("application/json", schema("JoinRequest"))], status: 202, reply: json("JoinAsked"),
            problems: [409, 413, 415, 422]),
        "GET /joining/{fingerprint}": Operation(
            id: "showJoinRequest", tag: "joining", summary: "The request with these digits",
            parameters: [
                Parameter("fingerprint", in: "path", #"{"type":"string","pattern":"^[0-9]{25}$"}"#, "The 25 digits.")
            ], reply: json("JoinRequest"), problems: [404]),
        "POST /joining/keys": Operation(
            id: "askForKey", tag: "joining", summary: "Ask that an officer's key be enrolled",
            text: "Whoever holds the party's root key enrols it by its 25 digits, heard over the telephone.",
            body: [("application/json", schema("KeyRequest"))], status: 202, reply: json("JoinAsked"),
            problems: [413, 415, 422]),
        "GET /joining/keys/{fingerprint}": Operation(
            id: "showKeyRequest", tag: "joining", summary: "The key with these digits",
            parameters: [
                Parameter("fingerprint", in: "path", #"{"type":"string","pattern":"^[0-9]{25}$"}"#, "The 25 digits.")
            ], reply: json("KeyRequest"), problems: [404]),
    ]

    private static let nearestFilters = [
        Parameter(
            "at", #"{"type":"string","pattern":"^-?[0-9.]{1,20},-?[0-9.]{1,20}$"}"#,
            "The place as lat,lon in degrees; rounded to 1e-7 degree, which the reply then says. Needed."),
        Parameter("limit", #"{"type":"integer","minimum":1,"maximum":1000,"default":10}"#, "How many at most."),
        Parameter("from", schema("Time"), "Only what holds at this time or later."),
        Parameter("until", schema("Time"), "Only what holds before this time."),
    ]

    private static let recordFilters = [
        Parameter("mechanism", #"{"type":"string","enum":["notification","movement"]}"#, "Only this mechanism."),
        Parameter("kind", schema("SiteKind"), "Only these kinds of site; several with commas between them."),
        Parameter("owner", schema("Name"), "Only this owner's."),
        Parameter("state", schema("RecordState"), "Only these states; several with commas between them."),
        Parameter(
            "bbox", #"{"type":"string","pattern":"^-?[0-9]{1,3}([.][0-9]{1,9})?(,-?[0-9]{1,3}([.][0-9]{1,9})?){3}$"}"#,
            "west,south,east,north in degrees; a west greater than the east crosses the antimeridian. Ended records "
                + "hold no place and are left out."),
        Parameter(
            "along",
            #"{"type":"string","maxLength":8000,"#
                + #""pattern":"^-?[0-9.]{1,20},-?[0-9.]{1,20}( -?[0-9.]{1,20},-?[0-9.]{1,20}){0,255}$"}"#,
            "A path of 1 to 256 positions as lat,lon in degrees, a space between two; '+' is a space. Only what comes "
                + "at most 'withinMetres' near to it along the ground, whatever its stand-off and altitude. Ended "
                + "records hold no place and are left out. With 'bbox' both hold."),
        Parameter(
            "withinMetres", #"{"type":"number","minimum":0,"maximum":1000000,"default":0}"#,
            "How far from the path 'along', rounded up to a millimetre; 0 is what the path touches."),
        Parameter("from", schema("Time"), "Only what holds at this time or later."),
        Parameter("until", schema("Time"), "Only what holds before this time."),
        Parameter(
            "text", #"{"type":"string","minLength":1,"maxLength":100}"#,
            "Only names that hold this text; '+' is a space."),
        Parameter("limit", #"{"type":"integer","minimum":1,"maximum":1000,"default":100}"#, "Records on a page."),
        Parameter(
            "after", #"{"type":"string","pattern":"^[a-z0-9][a-z0-9.-]{0,63}/[a-z0-9][a-z0-9.-]{0,63}$"}"#,
            "Continue after this record; 'next' of a page holds the address."),
    ]
}
