/// What notices say, as each recipient may read it at the moment of sending.
public protocol NoticeContents: Sendable {
    /// The content of a notice as this recipient may read it now; nil when it is gone, or not for this recipient.
    func content(of notice: Notice, for recipient: RecipientID) async -> NoticeContent?
}
