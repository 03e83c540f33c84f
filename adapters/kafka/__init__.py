"""Apache Kafka as a wire: how to reach the brokers, and topics of recipients who read them."""
