/// How long the program may leave a test without an answer, in milliseconds. Under ThreadSanitizer
/// all takes many times as long, a report of a whole site more than a minute.
enum Patience {
    static let ms: Int32 = Sanitizer.isPresent ? 300_000 : 60_000
}
