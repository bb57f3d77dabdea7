// swift-tools-version: 6.2
import PackageDescription

// The parsers of bytes from outside, built with coverage and sanitizers; unsafe flags keep this a package of its own.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .unsafeFlags(["-sanitize=fuzzer,address"]),
]
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let heaps: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let trees: Target.Dependency = .product(name: "HashTreeCollections", package: "swift-collections")

let package = Package(
    name: "parley-fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-structured-headers", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "StrictJSON", swiftSettings: house),
        .target(name: "Geodesy", swiftSettings: house),
        .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: house),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .target(name: "Markup", swiftSettings: house),
        .target(name: "Tables", swiftSettings: house),
        .target(name: "Tracking", dependencies: ["Geodesy", heaps], swiftSettings: house),
        .target(
            name: "TrackImport", dependencies: ["Tracking", "Geodesy", "StrictJSON", "Gzip", "Tables", "CExpat"],
            swiftSettings: house),
        .target(name: "CProcessor"),
        .target(name: "Deconfliction", dependencies: ["Geodesy", "CProcessor", heaps], swiftSettings: house),
        .target(name: "TransparencyLog", dependencies: [crypto], swiftSettings: house),
        .target(
            name: "Statements", dependencies: ["StrictJSON", "Geodesy", "TransparencyLog", crypto],
            swiftSettings: house),
        .target(
            name: "Coordination",
            dependencies: ["Statements", "StrictJSON", "Geodesy", "Deconfliction", "TransparencyLog", heaps, trees],
            swiftSettings: house),
        .target(
            name: "Calendars",
            dependencies: ["Coordination", "Statements", "StrictJSON", "TransparencyLog", "Geodesy"],
            swiftSettings: house),
        .target(
            name: "Inquiry",
            dependencies: ["Coordination", "Statements", "StrictJSON", "Geodesy", "TransparencyLog", "Markup"],
            swiftSettings: house),
        .target(
            name: "HTTPSignatures",
            dependencies: [
                "Statements", "Geodesy", "TransparencyLog", crypto,
                .product(name: "StructuredFieldValues", package: "swift-http-structured-headers"),
                .product(name: "RawStructuredFieldValues", package: "swift-http-structured-headers"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ], swiftSettings: house),
        .target(
            name: "ActivityReading",
            dependencies: ["Coordination", "Deconfliction", "Geodesy", "Statements", "StrictJSON"],
            swiftSettings: house),
        .target(name: "EventReading", swiftSettings: house),
        .executableTarget(
            name: "FuzzTargets",
            dependencies: [
                "StrictJSON", "Geodesy", "Deconfliction", "TransparencyLog", "Statements", "Coordination", "Gzip",
                "HTTPSignatures", "Inquiry", "ActivityReading", "EventReading", "Calendars", "Tracking", "TrackImport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: house + [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ]
)
