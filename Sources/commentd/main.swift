print("commentd")
