public import Coordination
public import Statements
import StrictJSON

/// Bodies of what is stated about access, incidents, returns and hazards, ready made; any member can be another.
extension Bodies {
    /// A member of a body and its value as JSON text; nil takes the member out.
    public typealias Change = (name: String, json: String?)

    /// The body of a kind that opens a dossier, with some members changed; what was not there is added at the end.
    public static func stated(_ kind: Kind, _ changes: Change...) -> [UInt8] { stated(kind, changes) }

    /// The body of a kind that opens a dossier, with some members changed; what was not there is added at the end.
    public static func stated(_ kind: Kind, _ changes: [Change]) -> [UInt8] {
        text(changed(members(of: kind), by: changes))
    }

    /// `incident.claim.v1`: 12 killed, as a group of observers says, with some members changed.
    public static func claim(_ incident: String, _ changes: Change...) -> [UInt8] {
        text(changed([("incident", "\"\(incident)\"")] + claimMembers, by: changes))
    }

    /// `dossier.dispute.v1`.
    public static func dispute(
        _ dossier: String, _ statement: StatementHash, field: String? = nil, _ words: String = "we were there"
    ) -> [UInt8] {
        object { body in
            body.member("dossier", dossier)
            body.member("statement", statement.description)
            if let field { body.member("field", field) }
            body.member("text", words)
        }
    }

    private static func text(_ members: [(String, String)]) -> [UInt8] {
        Array(("{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}").utf8)
    }

    private static func changed(_ members: [(String, String)], by changes: [Change]) -> [(String, String)] {
        var members = members
        for change in changes {
            let place = members.firstIndex { $0.0 == change.name }
            switch (place, change.json) {
            case (let place?, let json?): members[place].1 = json
            case (let place?, nil): members.remove(at: place)
            case (nil, let json?): members.append((change.name, json))
            case (nil, nil): break
            }
        }
        return members
    }

    private static let claimMembers = [
        ("about", #""killed""#), ("value", "12"), ("by", #"{"name":"Observatory"}"#),
        ("reportedAt", #""2016-09-19""#), ("source", #""evening bulletin""#),
    ]

    private static let madaya = #"{"name":"Madaya","pcode":"SY030602","position":{"lat":33.69,"lon":36.1}}"#
    private static let noon = #""2016-09-18T12:00:00Z""#
    private static let week = #"{"from":"2016-09-11T00:00:00Z","until":"2016-09-18T00:00:00Z"}"#

    private static func members(of kind: Kind) -> [(String, String)] {
        switch kind {
        case .constraintReport:
            [
                ("type", #""movement-restriction""#), ("affects", #""humanitarian""#), ("place", madaya),
                ("from", noon), ("decidedBy", #"{"name":"Governor","party":"party-a"}"#),
                ("reason", #""no reason given""#),
                ("effect", #"{"peopleNotReached":40000,"movements":["un-hub/convoy"],"daysLost":3}"#),
                ("sectors", #"["food"]"#), ("source", #""field office""#),
            ]
        case .areaAssess:
            [
                ("place", madaya), ("population", #"{"people":40000,"source":"local council"}"#), ("asOf", noon),
                (
                    "criteria",
                    """
                    [{"criterion":"surrounded","finding":"met","evidence":"posts on every road",\
                    "by":[{"name":"Armed group"}]},\
                    {"criterion":"assistance-cannot-regularly-enter","finding":"met","evidence":"four convoys in a year"},\
                    {"criterion":"people-cannot-regularly-exit","finding":"unknown"}]
                    """
                ),
                (
                    "indicators",
                    #"[{"indicator":"denial-of-needs","score":3},{"indicator":"mines-erw","score":"X"}]"#
                ),
            ]
        case .needState:
            [
                ("place", madaya), ("sector", #""food""#), ("people", "40000"), ("asOf", noon),
                ("valid", #"{"from":"2016-09-01T00:00:00Z","until":"2016-12-31T00:00:00Z"}"#),
                ("method", #""key informants""#), ("source", #""needs overview 2016""#),
            ]
        case .incidentReport:
            [
                ("kind", #""attack""#), ("from", #""2016-09-18T19:12:00+03:00""#),
                ("until", #""2016-09-18T20:00:00+03:00""#), ("toleranceSeconds", "1800"),
                ("place", #"{"name":"Urum al-Kubra","position":{"lat":36.151583,"lon":36.96775}}"#),
                ("about", #"["un-hub/convoy"]"#), ("text", #""the convoy was hit while it was unloaded""#),
            ]
        case .thresholdState:
            [
                ("place", madaya), ("threshold", #"{"id":"7","text":"no mines on roads and in houses"}"#),
                ("finding", #""not-met""#), ("evidence", #""two accidents in August""#), ("asOf", noon),
                ("basis", #""monitored""#),
            ]
        case .readinessClaim:
            [
                ("place", madaya), ("people", "336500"),
                ("undertakings", #"[{"undertaking":"voluntary"},{"undertaking":"amnesty","text":"by decree"}]"#),
                ("asOf", noon), ("claimedBy", #"{"name":"Reception centre","party":"party-a"}"#),
            ]
        case .intentionSurvey:
            [
                ("askedIn", #"{"name":"Camp 4"}"#), ("returnTo", madaya), ("period", week), ("asked", "100"),
                (
                    "answers",
                    """
                    [{"answer":"return-now","people":7},{"answer":"later","people":40},{"answer":"not","people":30},\
                    {"answer":"undecided","people":20},{"answer":"no-answer","people":3}]
                    """
                ), ("method", #""households by lot""#), ("askedBy", #"{"name":"Agency","party":"un-hub"}"#),
            ]
        case .returnMonitor:
            [
                ("from", #"{"name":"Camp 4"}"#), ("to", madaya), ("period", week), ("people", "120"),
                ("organised", #""self""#),
                (
                    "voluntariness",
                    """
                    [{"aspect":"informed","yes":80,"no":10,"notEstablished":30},\
                    {"aspect":"uncoerced","yes":100,"no":0,"notEstablished":20}]
                    """
                ), ("monitor", #"{"name":"Protection monitors","party":"un-hub"}"#),
            ]
        case .hazardReport:
            [
                ("area", #"{"circle":{"centre":{"lat":36.2,"lon":37.05},"radiusMetres":100}}"#),
                ("status", #""confirmed""#), ("kind", #""mines""#), ("method", #""technical-survey""#),
                ("confidence", #""high""#), ("asOf", noon), ("reportedBy", #"{"name":"Mine action centre"}"#),
                ("reference", #""IMSMA-1042""#),
            ]
        case .convoyRequest:
            [
                ("name", #"{"en":"Madaya"}"#), ("crossing", #""cross-line""#), ("destination", madaya),
                ("period", week), ("people", "40000"), ("sectors", #"["food"]"#),
                ("answeredBy", #"{"name":"Ministry"}"#), ("cargo", #""sealed""#),
                ("lines", #"[{"line":"1","item":"flour","category":"food","unit":"t","requested":100}]"#),
            ]
        default: []
        }
    }
}
