import Coordination

/// Convoys' paper, access, returns and hazards.
extension Operation {
    static let dossiers: [String: Operation] = [
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
                Parameter("limit", #"{"type":"integer","minimum":1,"maximum":200}"#, "At most so many; 100 without it."),
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
