/// What a page shows of a comment's text: the members `body` and `html` of a JSON object, without
/// its braces. Made once, when the text is written, so that a page copies bytes.
package struct ShownText: Sendable {
    package let bytes: [UInt8]

    /// `bytes`: the two members, valid UTF-8.
    package init(bytes: [UInt8]) { self.bytes = bytes }
}
