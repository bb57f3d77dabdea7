// swift-tools-version: 6.2
import PackageDescription

// Micro-benchmarks of the core: what one operation costs. The published figures come from `parley bench`.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let heaps: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let trees: Target.Dependency = .product(name: "HashTreeCollections", package: "swift-collections")

let package = Package(
    name: "parley-benchmarks",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .target(name: "StrictJSON", swiftSettings: house),
        .target(name: "Geodesy", swiftSettings: house),
        .target(name: "CProcessor"),
        .target(name: "Deconfliction", dependencies: ["Geodesy", "CProcessor", heaps], swiftSettings: house),
        .target(name: "TransparencyLog", dependencies: [crypto], swiftSettings: house),
        .target(
            name: "Statements", dependencies: ["StrictJSON", "Geodesy", "TransparencyLog", crypto],
            swiftSettings: house),
        .target(
            name: "Coordination",
            dependencies: ["Statements", "StrictJSON", "Geodesy", "Deconfliction", "TransparencyLog", trees],
            swiftSettings: house),
        .target(
            name: "Picture",
            dependencies: [
                "Coordination", "Statements", "StrictJSON", "Geodesy", "Deconfliction", "TransparencyLog", crypto,
                trees,
            ], swiftSettings: house),
        .executableTarget(
            name: "MicroBenchmarks",
            dependencies: [
                "Picture", "Coordination", "Statements", "StrictJSON", "TransparencyLog", "Geodesy", "Deconfliction",
            ], swiftSettings: house),
    ]
)
