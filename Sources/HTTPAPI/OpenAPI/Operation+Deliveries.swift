import Delivery

/// What the node tells people outside it.
extension Operation {
    private static let delivery = Parameter(
        "delivery", in: "path", #"{"type":"string","pattern":"^[0-9a-f]{32}$"}"#, "The delivery.")
    private static let whose = "For officers of the party whose node this is; to everybody else it is not there."

    static let deliveries: [String: Operation] = [
        "GET /deliveries": Operation(
            id: "listDeliveries", tag: "deliveries", summary: "Who waits for what, and who was not reached",
            text: whose
                + " Handed over means that a machine took it; received means that the recipient's officer signed "
                + "for it, and then it is no longer listed. Never an address, a number or a secret.",
            parameters: [
                Parameter(
                    "standing", schema("DeliveryStanding"), "Of those that are not over, only the ones that stand so."),
                Parameter(
                    "limit", #"{"type":"integer","minimum":1,"maximum":1000}"#,
                    "At most so many of each list; 100 without it."),
            ],
            reply: json("Deliveries"), problems: [404]),
        "POST /deliveries/{delivery}/retry": Operation(
            id: "retryDelivery", tag: "deliveries",
            summary: "Try a dead letter again, by the ways of the book in force",
            text: whose, parameters: [delivery], reply: json("DeliveryWork"), problems: [404, 409]),
        "DELETE /deliveries/{delivery}": Operation(
            id: "forgetDelivery", tag: "deliveries", summary: "Forget a dead letter",
            text: whose + " That somebody was not reached is then kept by whoever dealt with it, and no longer here.",
            parameters: [delivery], reply: json("DeliveryWork"), problems: [404, 409]),
    ]
}
