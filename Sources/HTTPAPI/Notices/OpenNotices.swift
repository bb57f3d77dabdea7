import Coordination
import Geodesy
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON
import TransparencyLog

/// `GET /notices/open`: everything about notices that waits for somebody, as far as it concerns the caller's party.
///
/// An owner sees what its recipients owe and what it owes them; a recipient what it owes itself; nobody sees what is
/// between two others.
enum OpenNotices {
    /// Rows of one kind in one answer.
    static let maximumRows = 1_000

    static func run(_ exchange: Exchange) async throws -> Response {
        let state = exchange.node.publisher.state
        let (picture, reader) = (state.picture, exchange.reader)
        let open = try await exchange.compute(takesSeat: true) { Open(picture, as: reader) }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        let language = exchange.language
        return Reply.json { writer in
            writer.object { fields in
                open.write(to: &fields)
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.member("isPartial", picture.isPartial)
                fields.doctrine(in: language)
                knowledge.write(to: &fields)
            }
        }
    }

    private struct Open: Sendable {
        let alarms: [DepthAlarm]
        let unread: [UnreadUnit]
        let unacknowledged: [NoticeDue]
        let challenges: [OpenChallenge]
        let reconfirmations: [NoticeDue]
        let departed: [DepartedRecipient]

        init(_ picture: Picture, as reader: PartyID?) {
            alarms = picture.depthAlarms(as: reader)
            unread = picture.unreadUnits(as: reader)
            unacknowledged = picture.unacknowledged(as: reader)
            challenges = picture.openChallenges(as: reader)
            reconfirmations = picture.reconfirmationsDue(as: reader)
            departed = picture.departedRecipients(as: reader)
        }

        func write(to fields: inout JSONWriter) {
            let counts = [
                alarms.count, unread.count, unacknowledged.count, challenges.count, reconfirmations.count,
                departed.count,
            ]
            list("alarms", alarms, to: &fields) { $0.write(to: &$1) }
            list("unreadUnits", unread, to: &fields) { unit, item in
                item.object { row in
                    row.member("record", unit.record.description)
                    row.member("party", unit.party.rawValue)
                    row.member("unit", unit.unit.rawValue)
                    row.member("begins", unit.begins.description)
                }
            }
            list("unacknowledged", unacknowledged, to: &fields) { $0.write(to: &$1) }
            list("challenges", challenges, to: &fields) { $0.write(to: &$1) }
            list("reconfirmations", reconfirmations, to: &fields) { $0.write(to: &$1) }
            list("departedRecipients", departed, to: &fields) { $0.write(to: &$1) }
            fields.member("isCutShort", counts.contains { $0 > maximumRows })
        }

        private func list<Row>(
            _ name: String, _ rows: [Row], to fields: inout JSONWriter, _ write: (Row, inout JSONWriter) -> Void
        ) {
            fields.key(name)
            fields.array { list in for row in rows.prefix(maximumRows) { write(row, &list) } }
        }
    }
}

/// `GET /records/{owner}/{subject}/duplicates`: notices that may be one and the same as a site; a person decides.
enum ShowDuplicates {
    static func run(_ exchange: Exchange) async throws -> Response {
        let state = exchange.node.publisher.state
        let (picture, reader) = (state.picture, exchange.reader)
        guard let owner = try? PartyID(exchange.parameter(0)), let subject = try? SubjectID(exchange.parameter(1)),
            case let id = RecordID(owner: owner, subject: subject), let record = picture.record(id),
            record.isReadable(by: reader), case .notification(let site) = record
        else { throw Problem.notFound }
        let details = site.details
        let found = try await exchange.compute(takesSeat: true) {
            picture.duplicates(of: details.name, at: details.place, except: id, as: reader)
        }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        let language = exchange.language
        return Reply.json { writer in
            writer.object { fields in
                fields.member("record", id.description)
                fields.key("duplicates")
                fields.array { list in
                    for duplicate in found {
                        list.object { item in
                            item.member("record", duplicate.record.description)
                            item.member("reason", duplicate.reason.rawValue)
                            item.metres("distanceMetres", duplicate.distanceMillimetres)
                        }
                    }
                }
                fields.doctrine(in: language)
                knowledge.write(to: &fields)
            }
        }
    }
}

/// `GET /outbox`: what the caller's party has handed to whom, as the log counts it.
enum ShowOutbox {
    static func run(_ exchange: Exchange) throws -> Response {
        let state = exchange.node.publisher.state
        let reader = exchange.reader
        let rows = state.picture.outboxes.heads.filter { $0.key.sender == reader }.sorted { $0.key < $1.key }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("counts")
                fields.array { list in
                    for (key, head) in rows {
                        list.object { row in
                            row.member("recipient", orNull: key.recipient?.rawValue)
                            row.member("number", head.number)
                            row.member("chain", head.chain.base64)
                        }
                    }
                }
                knowledge.write(to: &fields)
            }
        }
    }
}

extension JSONWriter {
    /// Writes the member `doctrine`: what every output says about notices, in the reader's language.
    mutating func doctrine(in language: Doctrine.Language) {
        key("doctrine")
        array { list in for sentence in Doctrine.sentences(in: language) { list.string(sentence) } }
    }
}
