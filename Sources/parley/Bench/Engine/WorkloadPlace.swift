import Foundation

/// A place on the workload's sphere, in degrees; records are drawn there and then taken as WGS 84.
struct WorkloadPlace {
    private static let degree = Double.pi / 180
    private static let sphereMetres = 6_371_008.8

    var latitude: Double
    var longitude: Double

    /// The place this far away along a great circle.
    func moved(azimuthRadians azimuth: Double, metres: Double) -> WorkloadPlace {
        let (phi, lambda, arc) = (latitude * Self.degree, longitude * Self.degree, metres / Self.sphereMetres)
        let sine = sin(phi) * cos(arc) + cos(phi) * sin(arc) * cos(azimuth)
        let east = atan2(sin(azimuth) * sin(arc) * cos(phi), cos(arc) - sin(phi) * sine)
        return WorkloadPlace(
            latitude: asin(max(-1, min(1, sine))) / Self.degree,
            longitude: Self.wrapped((lambda + east) / Self.degree))
    }

    /// A longitude brought into -180..<180.
    static func wrapped(_ longitude: Double) -> Double {
        var longitude = longitude
        while longitude >= 180 { longitude -= 360 }
        while longitude < -180 { longitude += 360 }
        return longitude
    }
}

/// A vertex in whole 1e-7 degrees, as the exchange files hold it.
struct WorkloadVertex: Equatable {
    var longitudeE7: Int32
    var latitudeE7: Int32

    init(_ place: WorkloadPlace) {
        var longitude = Int64((WorkloadPlace.wrapped(place.longitude) * 1e7).rounded())
        if longitude >= 1_800_000_000 { longitude -= 3_600_000_000 }
        longitudeE7 = Int32(longitude)
        latitudeE7 = Int32((place.latitude * 1e7).rounded())
    }
}
