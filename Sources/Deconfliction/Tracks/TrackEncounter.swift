/// A predicted loss of separation between two tracks of different parties.
public struct TrackEncounter: Hashable, Sendable {
    /// The track with the smaller number.
    public let first: TrackID
    /// The track with the larger number.
    public let second: TrackID
    /// When separation is lost and regained, in seconds from the cycle; with the minimum widened as the rule says.
    public let loss: RelativeMotion.Loss
    /// The nearest approach along the ground, in seconds from the cycle and in metres; nothing is widened here.
    public let closestApproach: RelativeMotion.ClosestApproach
}
