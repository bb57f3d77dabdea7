/// Every rule that a reply can name, with its status and what it means.
enum ProblemCatalogue {
    /// One rule.
    struct Entry: Sendable {
        let rule: String
        let status: Int
        let explanation: String

        init(_ rule: String, _ status: Int, _ explanation: String) {
            self.rule = rule
            self.status = status
            self.explanation = explanation
        }
    }

    /// Every rule, in the order in which they are explained.
    static let all = requests + node + statements + order + content + signatures

    private static let byRule = Dictionary(all.map { ($0.rule, $0) }, uniquingKeysWith: { first, _ in first })

    /// The rule called `rule`; nil when there is none.
    static func entry(_ rule: String) -> Entry? { byRule[rule] }

    /// The status of a rule; 422 for a rule of the mechanisms that is not listed.
    static func status(of rule: String) -> Int { byRule[rule]?.status ?? 422 }

    /// The rule's name in words.
    static func title(of rule: String) -> String {
        String(decoding: rule.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    private static let requests = [
        Entry(
            "not-found", 404, "There is nothing under this path, or nothing that the caller may read. Both look alike."),
        Entry("method-not-allowed", 405, "The path exists, but not for this method; 'Allow' lists those it takes."),
        Entry("body-too-large", 413, "The body is longer than this path takes. The connection is closed early."),
        Entry("target-too-long", 414, "The request's path and query are longer than any address of this server."),
        Entry("headers-too-large", 431, "The header fields together are longer than this server reads."),
        Entry("media-type", 415, "The body's Content-Type is not one that this path reads."),
        Entry("content-coding", 415, "The body's Content-Encoding is neither absent, 'identity' nor 'gzip'."),
        Entry("bad-gzip", 400, "The body says that it is gzip, and is not, or holds more than is allowed."),
        Entry("body-not-taken", 400, "This path takes no body."),
        Entry("bad-query", 400, "A query parameter is unknown here, stands twice, or breaks its rule."),
        Entry("bad-position", 400, "A tracker's position cannot be read; the sentence names the field."),
        Entry("bad-event-id", 400, "'Last-Event-ID' is not the number of an entry."),
        Entry("malformed-submission", 400, "The wrapper around envelope and sealed body is not of its form."),
        Entry("malformed-key-request", 422, "The request to enrol a key is not of its form, or is for another log."),
        Entry("bad-request", 400, "The body is not of the form that this page of the console sends."),
        Entry("signed-out", 401, "Nobody is signed in to the console here, or the session has ended."),
        Entry(
            "other-page", 403, "The request does not come from a page of this node's console, so it changes nothing."),
        Entry("passkey", 403, "The passkey does not count; the detail says why."),
        Entry("needs-key", 403, "The session was opened without the officer's key, and is for reading alone."),
        Entry("not-an-officer", 403, "Root keys and nodes' keys open no session of the console."),
        Entry(
            "malformed-join-request", 422,
            "The request to join is not of its form, is for another log, or its parts do not belong together."),
        Entry("malformed-activity", 400, "The activity to be checked is not JSON."),
        Entry(
            "activity-rule", 422,
            "The activity to be checked is JSON, but a field is missing, unknown or breaks its rule."),
        Entry(
            "line-too-long", 413,
            "A line of a batch is longer than one submission may be; the lines after it were read."),
        Entry("too-many-lines", 413, "A batch has more lines than one request takes; send the rest in another."),
        Entry("no-delivery", 404, "This node has no address book, so it tells nobody outside of anything."),
        Entry(
            "recipient-not-in-book", 409,
            "The dead letter's recipient is no longer in the address book; enter the recipient, or forget the letter."),
        Entry("log-shorter", 404, "The log has fewer entries than the request names."),
        Entry(
            "feed-ahead-of-log", 409,
            "'Last-Event-ID' names an entry that this log does not have. Another log, or one restored from a backup: keep "
                + "your checkpoint, it is evidence."),
    ]

    private static let node = [
        Entry("busy", 503, "As many statements wait as the node takes. Nothing was stored; send again."),
        Entry("stopping", 503, "The node is stopping. Nothing was stored; send again once it is back."),
        Entry("store-full", 503, "The node's store has no room. Nothing was stored; the operator must make room."),
        Entry(
            "halted", 503,
            "The node no longer writes. Whether this statement was stored is unknown until it is back; then ask for its receipt."
        ),
        Entry("too-many-join-requests", 503, "As many requests to join wait as the node keeps; ask the host to look."),
        Entry("too-many-sessions", 503, "As many people are signed in to the console as the node takes."),
        Entry(
            "upstream-needed", 503,
            "This node follows a log that another node puts in order, and that node cannot be reached or takes nothing now. "
                + "Whether it has the statement is for its receipt to say; send again."),
        Entry(
            "not-witnessed", 503,
            "The entry is in the log, but no checkpoint that holds it is witnessed yet, so there is no receipt; 'missing' "
                + "names the witnesses. Keep the promise, and ask again."),
        Entry(
            "upstream-answer", 502,
            "The node that puts statements in order gave a receipt that does not prove the statement, or an answer of no known "
                + "form. It was not handed on; keep the statement."),
        Entry(
            "delivery-store", 503, "The delivery queue cannot be stored. Nothing is known to have changed; ask again."),
        Entry("too-many-feeds", 503, "As many clients follow the feed as the server takes."),
        Entry(
            "too-many-checks", 503,
            "As many checks and searches by place are being computed as the server takes at once."),
        Entry("too-many-reads", 503, "As many reads of the log wait as the server takes."),
        Entry("internal", 500, "The node failed to answer. The incident number is in its journal."),
    ]

    private static let statements = [
        Entry(
            "malformed-statement", 400,
            "The envelope or the statement in it is not of its form; 'pointer' names the field."),
        Entry("unknown-key", 403, "The key that signed is not enrolled in this accord."),
        Entry("bad-signature", 403, "The signature does not match the bytes received."),
        Entry("wrong-accord", 422, "The statement belongs to another accord."),
        Entry("not-founded", 409, "The log has no accord yet."),
        Entry("already-founded", 409, "The log already has its accord."),
        Entry("key-of-another", 403, "The key does not speak for the officer that the statement names."),
        Entry("key-revoked", 403, "The key was revoked."),
        Entry("key-expired", 403, "The key's enrolment has ended."),
        Entry("officer-released", 403, "The officer was released by the party."),
        Entry("officer-expired", 403, "The officer's enrolment has ended."),
        Entry("party-left", 403, "The party has left the accord; what it said before stands."),
        Entry(
            "party-suspended", 403,
            "The party is suspended; only its root key speaks for it. It goes on reading and checking."),
        Entry("party-not-suspended", 409, "The party is not suspended."),
        Entry("not-authorised", 403, "The officer's role does not cover statements of this kind."),
    ]

    private static let order = [
        Entry("replayed", 409, "The statement is already in the log; 'entry' and 'receipt' say where."),
        Entry("forked", 409, "The statement does not follow the party's last one: another one has its place."),
        Entry("out-of-order", 409, "The statement's number is not the party's next."),
        Entry("seen-ahead", 409, "The statement claims to have seen more entries than the log has."),
        Entry("seen-other-root", 409, "The root that the statement claims to have seen is not this log's."),
        Entry("seen-stale", 409, "The tree that the statement has seen is older than the log allows."),
        Entry("seen-went-back", 409, "The party's statement before had already seen a larger tree."),
        Entry("backdated", 422, "The claimed time is earlier than the tree seen, or than a day ago."),
        Entry("from-the-future", 422, "The claimed time is ahead of the log's clock."),
        Entry("clock-went-back", 409, "The log's clock never goes back."),
    ]

    private static let content = [
        Entry("unknown-kind", 422, "This version does not know statements of this kind."),
        Entry("may-not-be-restricted", 422, "Statements of this kind are open: everybody needs them to verify others."),
        Entry("must-be-restricted", 422, "Statements of this kind commit to their body and keep it out of the log."),
        Entry("may-not-have-audience", 422, "Statements of this kind are a commitment alone and are given to nobody."),
        Entry("must-have-audience", 422, "Statements of this kind give a body to somebody, and this one names nobody."),
        Entry("body-not-here", 422, "The sealed body that the statement names was not handed over with it."),
        Entry("body-not-expected", 422, "A sealed body was handed over for a statement that names none."),
        Entry("commitment-mismatch", 422, "The sealed body does not open to what the statement commits to."),
        Entry("sealed-mismatch", 422, "The sealed body is not the one whose hash the statement names."),
        Entry("malformed-sealed-body", 422, "The sealed body is not of its form; 'pointer' names the field."),
        Entry("sealed-without-part", 422, "The sealed body has no part for a party that it must be sealed for."),
        Entry("sealed-for-another", 422, "The sealed body has a part for a party outside the audience."),
        Entry("sealed-to-other-key", 422, "A part is not sealed to the key of its party's node as enrolled now."),
        Entry("without-node", 422, "A party of the audience has no node, so nothing can be sealed for it."),
        Entry("unknown-commitment", 422, "No statement of the party about this record commits to the body shared."),
        Entry("unknown-statement", 422, "The statement named is no restricted statement of the party."),
        Entry("already-recalled", 409, "The body was recalled before."),
        Entry("malformed-body", 422, "The statement's body is not of the form of its kind; 'pointer' names the field."),
        Entry("unknown-party", 422, "No such party is enrolled."),
        Entry("party-exists", 409, "A party of that name is enrolled already."),
        Entry("officer-exists", 409, "An officer of that name is enrolled already."),
        Entry("unknown-officer", 422, "The party has no such officer on strength."),
        Entry("key-exists", 409, "The key is enrolled already."),
        Entry("unknown-key-named", 422, "The key named in the body is not one of the party's."),
        Entry("key-already-revoked", 409, "The key was revoked before."),
        Entry("reserved-name", 422, "The name is reserved."),
        Entry("expiry-not-ahead", 422, "The expiry is not after the log's clock."),
        Entry("record-exists", 409, "A record of that name exists already."),
        Entry("unknown-record", 422, "No record of that name is known."),
        Entry("other-mechanism", 409, "The record belongs to another mechanism."),
        Entry("audience-differs", 422, "What follows a notice must go to the audience of the notice."),
        Entry("sealed-notice", 422, "What is said about a restricted notice is sealed to its owner, never open."),
        Entry("without-owner", 422, "What is said to a party must be sealed to it."),
        Entry("mixed-submission", 422, "Additions and removals never come in one submission."),
        Entry("unknown-stand-off-class", 422, "The accord has no such stand-off class."),
        Entry("not-allowed-in-state", 409, "The record's state does not allow this."),
        Entry("already-ended", 422, "The end is not after the log's clock."),
        Entry("too-many", 422, "A limit of the accord is reached."),
        Entry("field-rule", 422, "A field breaks its rule; 'pointer' names it."),
    ]
}
