import { useNavigation } from 'react-router'

/** A form's button; while its form is under way it cannot be pressed again. */
export function SubmitButton({ idle, busy }: { idle: string; busy?: string }) {
  const isUnderWay = useNavigation().formData !== undefined
  return (
    <button type="submit" className="button button-large" disabled={isUnderWay}>
      {isUnderWay ? (busy ?? idle) : idle}
    </button>
  )
}
