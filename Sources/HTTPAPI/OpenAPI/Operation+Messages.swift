/// Messages on the lines, what nobody has answered, and the clauses that set the times.
extension Operation {
    private static let party = Parameter(
        "party", schema("Name"), "Only what this party has not answered, or waits for; for messages, from or to it.")

    static let messages: [String: Operation] = [
        "GET /messages": Operation(
            id: "listMessages", tag: "messages", summary: "Messages that the caller may read, the newest first",
            text: "An acknowledgement means received, and nothing more.",
            parameters: [
                Parameter("line", text, "Only on this line, 'owner/name'."), party,
                Parameter("state", schema("MessageState"), "Only those with this state towards some recipient."),
                Parameter("before", schema("Count"), "Where the page before ended: its 'before'."),
                Parameter(
                    "limit", #"{"type":"integer","minimum":1,"maximum":500}"#, "At most so many; 100 without it."),
            ],
            reply: json("Messages")),
        "GET /messages/{owner}/{subject}": Operation(
            id: "showMessage", tag: "messages", summary: "One message and what came of it with each recipient",
            parameters: [
                Parameter("owner", in: "path", schema("Name"), "The sender."),
                Parameter("subject", in: "path", schema("Name"), "Its name for the message."),
            ],
            reply: json("MessageReply"), problems: [404]),
        "GET /open-ends": Operation(
            id: "listOpenEnds", tag: "messages", summary: "Everything unanswered that the caller may see, oldest first",
            text:
                "By the log's clock. What changes the board comes on the feed: every message, answer, step and lapse is an "
                + "entry.",
            parameters: [
                party,
                Parameter(
                    "limit", #"{"type":"integer","minimum":1,"maximum":1000}"#, "At most so many; 100 without it."),
            ],
            reply: json("OpenEnds")),
        "GET /instruments": Operation(
            id: "listInstruments", tag: "messages", summary: "The instruments, clause by clause, and what they set",
            reply: json("Instruments")),
    ]
}
