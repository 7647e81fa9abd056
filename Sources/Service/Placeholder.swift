// The use cases.
