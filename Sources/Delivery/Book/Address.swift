/// The ways that this program knows to reach somebody outside it.
public enum MeansKind: String, CaseIterable, Sendable, Comparable {
    /// An HTTPS address that takes signed events.
    case webhook
    /// E-mail.
    case email
    /// Text messages through a folder that smstools empties.
    case smsQueue = "sms-queue"
    /// Text messages through a provider's HTTP interface.
    case smsGateway = "sms-gateway"

    /// What an entry of the address book may let this means carry.
    ///
    /// A text message crosses networks whose operators are often parties, in the clear: it carries a reference alone,
    /// whatever the entry says.
    public var mayCarry: Set<CarriedPart> {
        switch self {
        case .webhook, .email: Set(CarriedPart.allCases)
        case .smsQueue, .smsGateway: []
        }
    }

    /// Orders by name.
    public static func < (left: MeansKind, right: MeansKind) -> Bool { left.rawValue < right.rawValue }
}

/// Where a means reaches a recipient.
public enum AddressPlace: Hashable, Sendable {
    /// An address of the operator's own choosing, with the secrets that events are signed with.
    case webhook(url: WebhookURL, secrets: [SecretName])
    /// A mailbox.
    case mailbox(MailAddress)
    /// A telephone.
    case phone(PhoneNumber)
}

/// One way to reach a recipient, as the operator wrote it.
public struct Address: Hashable, Sendable {
    /// What the operator calls it; unique within the recipient.
    public let name: MeansName
    /// Which way it is.
    public let kind: MeansKind
    /// Where it leads.
    public let place: AddressPlace
    /// What it may carry beside the reference and the urgency; empty unless the operator said otherwise.
    public let carries: Set<CarriedPart>
    /// The least pressing notice that it is used for.
    public let atLeast: NoticeUrgency
    /// Parcels an hour; flash and immediate have as many again for themselves.
    public let perHour: Int
}
