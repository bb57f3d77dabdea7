/// What stands at a notified place.
public enum SiteKind: String, CaseIterable, Sendable {
    case hospital
    case clinic
    case ambulanceStation = "ambulance-station"
    case medicalWarehouse = "medical-warehouse"
    case warehouse
    case distributionPoint = "distribution-point"
    case office
    case guesthouse
    case shelter
    case campForDisplaced = "camp-for-displaced"
    case school
    case university
    case waterInfrastructure = "water-infrastructure"
    case electricityInfrastructure = "electricity-infrastructure"
    case bakery
    case placeOfWorship = "place-of-worship"
    case culturalSite = "cultural-site"
    case civicBuilding = "civic-building"
    case market
    case borderCrossing = "border-crossing"
    case transportHub = "transport-hub"
    case residentialArea = "residential-area"
    case assemblyPoint = "assembly-point"
    case checkpointOfMonitors = "monitors-post"
    case other
}

/// Which form of notification it is.
public enum NotificationCategory: String, CaseIterable, Sendable {
    /// Humanitarian premises that stay where they are.
    case staticSite = "static-site"
    /// Infrastructure that civilians depend on, notified case by case.
    case criticalInfrastructure = "critical-infrastructure"
    /// A place from which people are brought away, for as long as that lasts.
    case evacuation
}
