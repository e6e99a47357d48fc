package lab.dialect.form;

/** A body that is not the form that its head says. */
final class MalformedForm extends Exception {
  private static final long serialVersionUID = 1;

  MalformedForm(String message) {
    super(message, null, false, false);
  }
}
