/// How one track moves as seen from another, in a plane and a height of ordinary space: metres and metres per second.
public struct RelativeMotion: Hashable, Sendable {
    /// The square of the horizontal distance at time 0, in square metres.
    let distanceSquared: Double
    /// The scalar product of horizontal distance and velocity; negative while they approach.
    let closing: Double
    /// The square of the horizontal relative speed.
    let speedSquared: Double
    /// The difference of altitudes at time 0, in metres.
    let height: Double
    /// The difference of rates of climb.
    let climb: Double

    /// The span of time, in seconds, in which separation is lost.
    public struct Loss: Hashable, Sendable {
        /// When separation is lost: 0 if it is already.
        public let entrySeconds: Double
        /// When it is regained, or the end of the look-ahead if that comes first; not below `entrySeconds`.
        public let exitSeconds: Double
    }

    /// The nearest horizontal approach within the look-ahead.
    public struct ClosestApproach: Hashable, Sendable {
        /// When, in seconds.
        public let seconds: Double
        /// Metres along the ground then.
        public let horizontalMetres: Double
        /// Metres of altitude then, not negative.
        public let verticalMetres: Double
    }

    /// Makes the motion from the position and velocity of one track less those of the other; all finite.
    public init(
        eastMetres: Double, northMetres: Double, upMetres: Double, eastMetresPerSecond: Double,
        northMetresPerSecond: Double, upMetresPerSecond: Double
    ) {
        self.init(
            distanceSquared: eastMetres * eastMetres + northMetres * northMetres,
            closing: eastMetres * eastMetresPerSecond + northMetres * northMetresPerSecond,
            speedSquared: eastMetresPerSecond * eastMetresPerSecond + northMetresPerSecond * northMetresPerSecond,
            height: upMetres, climb: upMetresPerSecond)
    }

    @inline(__always)
    init(distanceSquared: Double, closing: Double, speedSquared: Double, height: Double, climb: Double) {
        self.distanceSquared = distanceSquared
        self.closing = closing
        self.speedSquared = speedSquared
        self.height = height
        self.climb = climb
    }

    /// When both distances are below their minimum, within [0, look-ahead]; `nil` if never.
    ///
    /// Closed form: the horizontal distance squared is a parabola in time, the vertical distance a line; the answer is
    /// the common part of the two open spans. The same two tracks the other way round give the same answer to the bit.
    public func loss(of minimum: SeparationMinimum, lookAheadSeconds: Double) -> Loss? {
        loss(
            horizontalMetres: minimum.horizontalMetres, verticalMetres: minimum.verticalMetres,
            lookAheadSeconds: lookAheadSeconds)
    }

    @inline(__always)
    func loss(horizontalMetres: Double, verticalMetres: Double, lookAheadSeconds: Double) -> Loss? {
        let excess = distanceSquared - horizontalMetres * horizontalMetres
        var (entry, exit) = (-Double.infinity, Double.infinity)
        if speedSquared > 0 {
            let discriminant = closing * closing - speedSquared * excess
            if discriminant > 0 {
                // Of the two forms of each root, the one that adds numbers of the same sign.
                if closing <= 0 {
                    let sum = discriminant.squareRoot() - closing
                    (entry, exit) = (excess / sum, sum / speedSquared)
                } else {
                    let sum = -closing - discriminant.squareRoot()
                    (entry, exit) = (sum / speedSquared, excess / sum)
                }
            } else if excess >= 0 {
                return nil
            }
        } else if excess >= 0 {
            return nil
        }
        if climb != 0 {
            let (a, b) = ((-verticalMetres - height) / climb, (verticalMetres - height) / climb)
            entry = max(entry, min(a, b))
            exit = min(exit, max(a, b))
        } else if abs(height) >= verticalMetres {
            return nil
        }
        guard entry < exit, exit > 0, entry < lookAheadSeconds else { return nil }
        return Loss(entrySeconds: max(0, entry), exitSeconds: min(exit, lookAheadSeconds))
    }

    /// The nearest horizontal approach within [0, look-ahead]; the earliest if the distance does not change.
    @inline(__always)
    public func closestApproach(lookAheadSeconds: Double) -> ClosestApproach {
        let time = closing < 0 && speedSquared > 0 ? min(-closing / speedSquared, lookAheadSeconds) : 0
        let square = distanceSquared + time * (2 * closing + time * speedSquared)
        return ClosestApproach(
            seconds: time, horizontalMetres: max(0, square).squareRoot(), verticalMetres: abs(height + climb * time))
    }
}
