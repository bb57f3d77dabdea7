// swift-tools-version: 6.2
import PackageDescription

// One rule set for every room: Swift 6 mode, no implicit `any`, explicit imports, warnings are errors.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let trees: Target.Dependency = .product(name: "HashTreeCollections", package: "swift-collections")
let heaps: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let certificates: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")

/// A room of the house; arrows point up the list in docs/ARCHITECTURE.md only.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house)
}

/// A room that computes: optimised in debug builds too, since the tests' oracles and simulations ask it millions of times.
func computing(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies,
        swiftSettings: house + [.unsafeFlags(["-O"], .when(configuration: .debug))])
}

/// What tests of the core and of whatever stands on it may use.
let core: [Target.Dependency] = [
    "TestKit", "ParleyNode", "Inquiry", "Picture", "Coordination", "Statements", "StrictJSON", "TransparencyLog",
    "Geodesy",
    "Deconfliction", crypto, trees, logging,
]

/// Tests of a room; golden files are read from the checkout, not bundled.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: house)
}

let package = Package(
    name: "parley",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "parley", targets: ["parley"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-structured-headers", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),

        // The pure core.
        computing("StrictJSON"),
        computing("Geodesy"),
        room("Markup"),
        room("Gazetteer", ["StrictJSON", "Geodesy"]),
        computing("Roads", ["StrictJSON", "Geodesy"]),
        room("AccessFigures", ["StrictJSON", "Geodesy", "Markup"]),
        computing("Tracking", ["Geodesy", heaps]),
        .target(name: "CProcessor"),
        computing("Deconfliction", ["Geodesy", "CProcessor", heaps]),
        computing("TransparencyLog", [crypto]),
        computing("Statements", ["StrictJSON", "Geodesy", "TransparencyLog", crypto]),
        computing(
            "Coordination", ["Statements", "StrictJSON", "Geodesy", "Deconfliction", "TransparencyLog", heaps, trees]),
        room(
            "Picture",
            [
                "AccessFigures", "Coordination", "Statements", "StrictJSON", "Geodesy", "Deconfliction",
                "TransparencyLog", crypto, trees,
            ]),

        room("Calendars", ["Coordination", "Statements", "StrictJSON", "TransparencyLog", "Geodesy"]),

        room("Inquiry", ["Coordination", "Statements", "StrictJSON", "Geodesy", "TransparencyLog", "Markup"]),

        room("Delivery", ["Coordination", "Statements", "StrictJSON", "Geodesy", "TransparencyLog", heaps]),

        // The node and the ports it needs.
        room(
            "ParleyNode",
            [
                "Delivery", "Inquiry", "Picture", "Coordination", "Statements", "StrictJSON", "TransparencyLog",
                "Geodesy", "Tracking",
                "Deconfliction", crypto, logging,
            ]),

        // Adapters.
        room("Gzip", ["CZlib"]),
        computing("Tables"),
        room(
            "StoreSQLite",
            [
                "Delivery", "ParleyNode", "Statements", "StrictJSON", "TransparencyLog", "Geodesy", crypto,
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        room(
            "Couriers",
            [
                "CCurl", "Coordination", "Delivery", "Statements", "StrictJSON", "Geodesy", "TransparencyLog", crypto,
                nioCore,
                nioHTTP1,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        room(
            "ListImport",
            ["Gazetteer", "Coordination", "Statements", "Geodesy", "StrictJSON", "TransparencyLog", "Gzip", "Tables"]),
        room("RoadImport", ["Roads", "Geodesy", "Gzip", .product(name: "GRDB", package: "GRDB.swift")]),
        room("TrackImport", ["Tracking", "Geodesy", "StrictJSON", "Gzip", "Tables", "CExpat"]),
        room(
            "HTTPSignatures",
            [
                "Statements", "Geodesy", "TransparencyLog", crypto,
                .product(name: "RawStructuredFieldValues", package: "swift-http-structured-headers"),
                httpTypes,
            ]),
        room(
            "HTTPAPI",
            [
                "Delivery", "ParleyNode", "Picture", "Coordination", "Statements", "StrictJSON", "TransparencyLog",
                "Geodesy", "Deconfliction", "Calendars", "HTTPSignatures", "Gzip", "AccessFigures", "Tracking",
                "TrackImport", logging, crypto,
                trees,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                httpTypes,
                nioCore,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        // The console: pages, words and scripts lie in Resources; what browsers' libraries need is fetched at set-up.
        .target(
            name: "WebConsole",
            dependencies: [
                "HTTPAPI", "ParleyNode", "Picture", "Coordination", "Statements", "StrictJSON", "TransparencyLog",
                "Geodesy", "Gzip", crypto, trees, logging, httpTypes, nioCore,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.copy("Resources")], swiftSettings: house),
        room(
            "ParleyClient",
            [
                "ParleyNode", "Inquiry", "Picture", "Coordination", "Statements", "StrictJSON", "TransparencyLog",
                "HTTPSignatures", "Geodesy",
                crypto, trees, httpTypes, nioCore, nioHTTP1, nioPosix, nioTLS, certificates, asn1,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        // The program: wires everything, decides nothing.
        .executableTarget(
            name: "parley",
            dependencies: [
                "Couriers", "Delivery", "HTTPAPI", "WebConsole", "StoreSQLite", "ListImport", "Gazetteer",
                "ParleyClient",
                "ParleyNode", "Inquiry", "Picture", "Coordination", "Calendars",
                "Roads", "RoadImport", "Tracking", "TrackImport", "AccessFigures",
                "CProcessor",
                "Statements", "StrictJSON", "TransparencyLog", "Geodesy", "Deconfliction", "HTTPSignatures", logging,
                crypto,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                trees,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                nioCore,
                nioPosix,
                nioHTTP1,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: house),

        // The simulated world, fault stores and port contract suites.
        room(
            "TestKit",
            [
                "Delivery", "ParleyNode", "Inquiry", "Picture", "Coordination", "Statements", "StrictJSON",
                "TransparencyLog",
                "Geodesy", "Deconfliction", crypto, trees, logging,
            ]),

        // Tests mirror the rooms.
        tests("TidyTests", []),
        tests("StrictJSONTests", core),
        tests("MarkupTests", ["Markup"]),
        tests("TablesTests", ["Tables"]),
        tests("GeodesyTests", ["Geodesy"], exclude: ["Golden"]),
        tests("GazetteerTests", ["Gazetteer", "StrictJSON", "Geodesy"]),
        tests("RoadsTests", ["Roads", "StrictJSON", "Geodesy", "Gzip"]),
        tests("AccessFiguresTests", ["AccessFigures", "StrictJSON", "Geodesy"], exclude: ["Golden"]),
        tests("TrackingTests", ["Tracking", "Geodesy"]),
        tests("TrackImportTests", ["TrackImport", "Tracking", "Geodesy", "Gzip", "CZlib"]),
        tests("DeconflictionTests", core),
        tests("TransparencyLogTests", ["TransparencyLog", crypto]),
        tests("StatementsTests", core, exclude: ["Golden"]),
        tests("CoordinationTests", core),
        tests("PictureTests", core + ["AccessFigures"], exclude: ["Golden"]),
        tests("CalendarsTests", core + ["Calendars"]),
        tests("DeliveryTests", core + ["Coordination", "Delivery"]),
        tests(
            "CouriersTests",
            core + [
                "Coordination", "Couriers", "Delivery", nioCore, nioPosix, nioHTTP1,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
        tests("InquiryTests", core + ["ParleyClient"], exclude: ["Golden"]),
        tests("ParleyNodeTests", core + ["Delivery", "Tracking"]),
        tests("TestKitTests", core),
        tests("StoreSQLiteTests", core + ["StoreSQLite", "Delivery"]),
        tests("GzipTests", ["Gzip", "CZlib"]),
        tests("ListImportTests", core + ["ListImport", "Gazetteer", "Gzip"], exclude: ["Golden"]),
        tests("HTTPSignaturesTests", core + ["HTTPSignatures", httpTypes]),
        tests(
            "RoadImportTests",
            ["RoadImport", "Roads", "Geodesy", .product(name: "GRDB", package: "GRDB.swift")]),
        tests(
            "HTTPAPITests",
            core + [
                "Delivery", "HTTPAPI", "HTTPSignatures", "Tracking", httpTypes, nioCore, nioPosix,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], exclude: ["Golden"]),
        tests(
            "WebConsoleTests",
            core + [
                "WebConsole", "HTTPAPI", "Delivery", "HTTPSignatures", "Gzip", httpTypes, nioCore, nioPosix,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], exclude: ["js"]),
        tests(
            "ParleyClientTests",
            core + [
                "ParleyClient", "HTTPSignatures", httpTypes, nioCore, nioPosix, nioHTTP1,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
        tests(
            "ParleyTests",
            core + [
                "Delivery",
                "parley", "ParleyClient", "HTTPAPI", "HTTPSignatures", httpTypes,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
    ]
)
