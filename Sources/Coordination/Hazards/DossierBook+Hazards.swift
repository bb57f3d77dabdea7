public import Geodesy
import HashTreeCollections
public import Statements

extension DossierBook {
    /// Hazards that `reader` may read and of which any statement's ground may be so near to what one of the balls holds, in
    /// no order.
    ///
    /// None that is so near is left out. What the reader may not read is passed over before anything is measured.
    public func hazards(
        within millimetres: Int64, ofAny balls: [BoundingBall], as reader: PartyID?
    ) -> [Dossier] {
        (byMechanism[.hazard] ?? []).compactMap { id in
            guard let dossier = dossiers[id], dossier.isReadable(by: reader) else { return nil }
            let isNear = dossier.grounds.contains { ground in
                balls.contains { ground.mayBe(within: millimetres, of: $0) }
            }
            return isNear ? dossier : nil
        }
    }
}

extension BoundingBall {
    /// Whether what two balls hold may be so near along the ground: the straight way is never longer than that.
    public func mayBe(within millimetres: Int64, of other: BoundingBall) -> Bool {
        let (x, y, z) = (x - other.x, y - other.y, z - other.z)
        // A metre for what is rounded and for what is undecided.
        let reach = radius + other.radius + Double(millimetres) / 1_000 + 1
        return x * x + y * y + z * z <= reach * reach
    }
}

extension Matter {
    /// A ball that holds the ground of a hazard; nil for anything else.
    var ground: BoundingBall? { if case .hazard(let report) = self { report.ball } else { nil } }
}
